import ArgumentParser
import Foundation
import Hydrography
import ReachOperators
import RiverModels
import RiverNetworks
import RiverSeries

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure how fast this machine routes, or trains an LSTM.",
    discussion: """
      Routes made-up daily inflow in hourly steps through a network: a file's, a random tree, or one \
      chain. Or, with --lstm B,T,I,H, runs an LSTM forward and makes training steps with it. Prints \
      medians over --repeats. Compare on a quiet machine, built with \
      `swift build -c release -Xcc -march=native`.
      """)

  @Option(help: "A network file.") var network: String?
  @Option(help: "A random binary tree of so many reaches.") var tree: Int?
  @Option(help: "One chain of so many reaches.") var chain: Int?
  @Option(
    help: ArgumentHelp(
      "An LSTM instead: rows of a batch, steps, inputs, hidden units.", valueName: "B,T,I,H"))
  var lstm: String?
  @Option(help: "Hourly steps.") var steps = 8_760
  @Flag(help: "Measure the gradient (forward and reverse) too.") var gradient = false
  @Flag(help: "Measure temperature (the matched box) instead of routing.") var temperature = false
  @Option(help: "Routing scheme.") var scheme: RouterConfiguration.Scheme = .conservative
  @Option(help: "single or double precision.") var precision: RouterConfiguration.Precision = .single
  @Option(help: "Times each measurement is made, at least; the median counts.") var repeats = 5
  @Option(help: "Reaches whose discharge is recorded.") var gauges = 1
  @Option(help: "Megabytes a gradient's tape may take.") var memory = 512
  @Option(help: "Steps in a chunk of the sweep.") var chunk: Int?
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard [network != nil, tree != nil, chain != nil, lstm != nil].count(where: { $0 }) == 1
    else {
      throw ValidationError("give one of --network FILE, --tree N, --chain N, --lstm B,T,I,H")
    }
    if let lstm { _ = try LSTMTiming.sizes(lstm) }
    guard steps > 0, repeats > 0, memory > 0, (tree ?? 1) > 0, (chain ?? 1) > 0 else {
      throw ValidationError("--steps, --repeats, --memory, --tree and --chain are at least 1")
    }
  }

  /// What is printed as JSON.
  struct Result: Codable {
    var network: String
    var reaches: Int
    var steps: Int
    var threads: Int
    var scheme: String
    var precision: String
    var repeats: Int
    var forward: Double
    var gradient: Double?
    var kernel: Double
    var forwardSeconds: Double
    var gradientSeconds: Double?
    var peakBytes: Int

    enum CodingKeys: String, CodingKey {
      case network, reaches, steps, threads, scheme, precision, repeats
      case forward = "forward_reach_steps_per_second"
      case gradient = "gradient_reach_steps_per_second"
      case kernel = "kernel_reach_steps_per_second"
      case forwardSeconds = "forward_seconds", gradientSeconds = "gradient_seconds"
      case peakBytes = "peak_bytes"
    }
  }

  func run() throws {
    if let lstm {
      return try LSTMTiming(lstm, threads: options.threads ?? 1, repeats: repeats)
        .report(json: options.json)
    }
    let network = try makeNetwork()
    if temperature {
      return measureTemperature(network)
    }
    var configuration = RouterConfiguration()
    configuration.scheme = scheme
    configuration.precision = precision
    configuration.threads = options.threads ?? 1
    configuration.chunkLength = chunk
    configuration.tapeBudget = memory << 20
    let router = Router(network: network, configuration: configuration)
    let channels = (0..<network.count).map {
      ReachChannel(
        length: network.lengths[$0], slope: network.slopes[$0], roughness: Self.roughness)
    }
    let inflow = makeInflow(reaches: network.count)
    let records = (0..<min(gauges, network.count)).map {
      network.count - 1 - $0 * (network.count / min(gauges, network.count))
    }
    let clock = ContinuousClock()
    func median(_ body: () -> Void) -> Double {
      // Short runs are repeated for a while: a thread that has just been woken shares its waker's
      // core until the system moves it.
      var times: [Double] = []
      while times.count < repeats || (repeats > 1 && times.reduce(0, +) < Self.leastSeconds) {
        times.append(clock.measure(body).seconds)
      }
      return times.sorted()[times.count / 2]
    }
    let reachSteps = Double(network.count) * Double(steps)
    let forward = median {
      _ = router.simulate(channels: channels, lateral: inflow, steps: steps, records: records)
    }
    let reverse =
      gradient
      ? median {
        _ = router.gradient(channels: channels, lateral: inflow, steps: steps, records: records) {
          $0.records.map { $0.map { _ in 1 } }
        }
      } : nil
    let result = Result(
      network: self.network ?? tree.map { "tree of \($0)" } ?? "chain of \(chain!)",
      reaches: network.count, steps: steps, threads: configuration.threads,
      scheme: scheme.rawValue, precision: precision.rawValue, repeats: repeats,
      forward: reachSteps / forward, gradient: reverse.map { reachSteps / $0 },
      kernel: router.kernelSpeed(seconds: 0.5), forwardSeconds: forward, gradientSeconds: reverse,
      peakBytes: Self.peakBytes)
    if options.json {
      try StandardOutput.writeJSON(result)
    } else {
      print("\(result.network): \(result.reaches) reaches x \(steps) steps, \(result.threads) thread(s), \(result.scheme), \(result.precision)")
      print("forward   \(result.forward.scaled)reach-steps/s   (\(forward.digits(3)) s)")
      if let reverse, let speed = result.gradient {
        print("gradient  \(speed.scaled)reach-steps/s   (\(reverse.digits(3)) s)")
      }
      print("kernel    \(result.kernel.scaled)reach-steps/s   on one thread, in registers")
      print("peak      \(Double(result.peakBytes).scaled)bytes")
    }
  }

  private func measureTemperature(_ network: RiverNetwork) {
    let threads = options.threads ?? 1
    let seconds = TemperatureSpeed(network: network, steps: steps, threads: threads)
      .seconds(repeats: repeats, gradient: gradient)
    let cellSteps = Double(network.count) * Double(steps)
    print("temperature: \(network.count) reaches x \(steps) steps, \(threads) thread(s)")
    for (name, time) in [("forward ", seconds.forward), ("gradient", seconds.gradient)] {
      guard let time else { continue }
      print("\(name)  \((cellSteps / time).scaled)cell-steps/s   (\(time.digits(3)) s)")
    }
  }

  private static let roughness = 0.05
  private static let leastSeconds = 1.0

  /// Most memory the process has had, bytes.
  static var peakBytes: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) * 1_024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }

  private func makeNetwork() throws -> RiverNetwork {
    if let file = network { return try NetworkSource.read(path: file, geometry: false).network }
    let count = tree ?? chain!
    var random = LinearCongruential(state: 1)
    var builder = NetworkBuilder()
    builder.reserveCapacity(count)
    var branches = [UInt8](repeating: 0, count: count)
    for reach in 0..<count {
      builder.addReach(
        .number(Int64(reach)), length: 3_000 + 6_000 * random.next(),
        slope: 0.001 + 0.01 * random.next())
      guard reach > 0 else { continue }
      var below = reach - 1
      if tree != nil {
        repeat { below = Int(random.next() * Double(reach)) } while branches[below] == 2
        branches[below] += 1
      }
      builder.addLink(from: .number(Int64(reach)), to: .number(Int64(below)))
    }
    return try builder.build()
  }

  /// Daily inflow around 0.35 m³ s⁻¹ a reach, different every day.
  private func makeInflow(reaches: Int) -> LateralForcing {
    let days = (steps + 23) / 24
    var random = LinearCongruential(state: 2)
    let values = (0..<reaches * days).map { _ in Float(0.1 + 0.5 * random.next()) }
    return LateralForcing(values: values, valuesPerReach: days, stepsPerValue: 24)
  }
}

/// Knuth's MMIX generator: enough to draw a network for timing.
private struct LinearCongruential {
  var state: UInt64
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}

extension RouterConfiguration.Scheme: ExpressibleByArgument {}
extension RouterConfiguration.Precision: ExpressibleByArgument {}
