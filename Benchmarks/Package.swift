// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody pays for it when building Thalweg.
let package = Package(
  name: "thalweg-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "thalweg", path: "..")],
  targets: [
    .executableTarget(
      name: "microbenchmarks",
      dependencies: [
        .product(name: "ReachOperators", package: "thalweg"),
        .product(name: "SpaceTimeSweep", package: "thalweg"),
        .product(name: "RiverNetworks", package: "thalweg"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
