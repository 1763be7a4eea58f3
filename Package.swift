// swift-tools-version: 6.1
import PackageDescription

// The rooms of the house and the one-way arrows between them. A test reads this file and holds the
// rule: only Hydrography sees GDAL, only RiverSeries sees NetCDF, only NeuralNetworks sees BLAS;
// physics never sees files.

let package = Package(
  name: "thalweg",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "thalweg", targets: ["thalweg"]),
    .library(name: "RiverNetworks", targets: ["RiverNetworks"]),
    .library(name: "ReachOperators", targets: ["ReachOperators"]),
    .library(name: "SpaceTimeSweep", targets: ["SpaceTimeSweep"]),
    .library(name: "RiverModels", targets: ["RiverModels"]),
    .library(name: "Training", targets: ["Training"]),
    .library(name: "Hydrography", targets: ["Hydrography"]),
    .library(name: "RiverSeries", targets: ["RiverSeries"]),
    .library(name: "Reports", targets: ["Reports"]),
  ],
  traits: [
    .trait(
      name: "MPI", description: "Several processes: thalweg route and train with mpirun.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // System libraries: a module map and a shim, nothing else.
    .systemLibrary(
      name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"]), .brew(["gdal"])]),
    .systemLibrary(
      name: "CNetCDF", pkgConfig: "netcdf",
      providers: [.apt(["libnetcdf-dev"]), .brew(["netcdf"])]),
    .systemLibrary(
      name: "CBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CXXHash", pkgConfig: "libxxhash",
      providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),

    .systemLibrary(
      name: "CMPI", pkgConfig: "ompi-c",
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),

    // Lane operations Swift cannot express: a header of inline functions.
    .systemLibrary(name: "CLanes"),

    // The river as a graph. No files, no physics.
    .target(name: "RiverNetworks"),

    // Formulas of one reach in one step, each with its adjoint beside it.
    .target(
      name: "ReachOperators",
      dependencies: [
        "CLanes", .product(name: "RealModule", package: "swift-numerics"),
      ]),

    // The engine: any operator through space and time, forward and reverse.
    .target(
      name: "SpaceTimeSweep",
      dependencies: [
        "CLanes", "ReachOperators", "RiverNetworks",
        .product(name: "HeapModule", package: "swift-collections"),
      ]),

    // Networks and what trains them. The only room that sees BLAS.
    .target(name: "NeuralNetworks", dependencies: ["CBLAS", "CLanes"]),

    .target(
      name: "RiverModels",
      dependencies: ["RiverNetworks", "ReachOperators", "SpaceTimeSweep", "NeuralNetworks"]),

    // Ranks of mpirun; empty without the trait MPI.
    .target(
      name: "MessagePassing",
      dependencies: [
        "SpaceTimeSweep", .target(name: "CMPI", condition: .when(traits: ["MPI"])),
      ]),

    .target(
      name: "Training",
      dependencies: ["RiverModels", "NeuralNetworks", "ReachOperators", "RiverNetworks"]),

    .target(name: "Hydrography", dependencies: ["CGDAL", "RiverNetworks"]),

    .target(name: "RiverSeries", dependencies: ["CNetCDF", "RiverNetworks"]),

    // Seeded basins with river statistics and a known roughness law.
    .target(name: "SyntheticRivers", dependencies: ["RiverNetworks"]),

    // Pages and maps from plain values; no files of the field, no physics.
    .target(
      name: "Reports", dependencies: ["RiverNetworks"],
      resources: [.embedInCode("Page/report.js"), .embedInCode("Page/report.css")]),

    .executableTarget(
      name: "thalweg",
      dependencies: [
        "CXXHash", "Hydrography", "RiverSeries", "Training", "RiverModels", "SyntheticRivers",
        "Reports", "NeuralNetworks", "ReachOperators", "RiverNetworks", "SpaceTimeSweep",
        .target(name: "MessagePassing", condition: .when(traits: ["MPI"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),

    // Seeded networks, dual numbers and a plain reference for the tests of the engine.
    .target(
      name: "TestSupport", dependencies: ["NeuralNetworks", "ReachOperators", "RiverNetworks"],
      path: "Tests/TestSupport"),

    .testTarget(
      name: "RiverNetworksTests", dependencies: ["RiverNetworks", "NeuralNetworks", "TestSupport"]),
    .testTarget(
      name: "ReachOperatorsTests",
      dependencies: ["ReachOperators", "RiverNetworks", "NeuralNetworks", "TestSupport"]),
    .testTarget(
      name: "SpaceTimeSweepTests",
      dependencies: [
        "SpaceTimeSweep", "ReachOperators", "RiverNetworks", "NeuralNetworks", "TestSupport",
      ]),
    .testTarget(name: "NeuralNetworksTests", dependencies: ["NeuralNetworks"]),
    .testTarget(
      name: "RiverModelsTests",
      dependencies: [
        "RiverModels", "SpaceTimeSweep", "ReachOperators", "RiverNetworks", "NeuralNetworks",
        "TestSupport",
      ]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Training", "RiverModels", "SpaceTimeSweep", "ReachOperators", "RiverNetworks",
        "NeuralNetworks",
      ]),
    .testTarget(name: "HydrographyTests", dependencies: ["Hydrography", "RiverNetworks"]),
    .testTarget(name: "RiverSeriesTests", dependencies: ["RiverSeries", "RiverNetworks"]),
    .testTarget(name: "SyntheticRiversTests", dependencies: ["SyntheticRivers", "RiverNetworks"]),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "RiverNetworks", "SyntheticRivers"]),
    .testTarget(
      name: "ParityTests",
      dependencies: [
        "RiverModels", "RiverSeries", "SpaceTimeSweep", "ReachOperators", "RiverNetworks",
        "NeuralNetworks", "TestSupport",
      ]),
    // Runs the built program; reads what it wrote.
    .testTarget(
      name: "CommandTests",
      dependencies: ["thalweg", "Hydrography", "RiverSeries", "RiverNetworks"]),
  ],
  swiftLanguageModes: [.v6]
)
