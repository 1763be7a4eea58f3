import Foundation
import RiverModels
import RiverNetworks

/// What a simulation will take, told before it begins.
struct SimulationPlan: Codable {
  var reaches: Int
  var ranks: Int
  var threads: Int
  var steps: Int
  var stretches: Int
  /// Of one rank.
  var memoryBytes: Int
  var memoryAvailable: Int?
  /// Expected of the results of all ranks after compression.
  var diskBytes: Int
  var diskFree: Int?
  var seconds: Double

  enum CodingKeys: String, CodingKey {
    case reaches, ranks, threads, steps, stretches, memoryBytes = "memory_bytes"
    case memoryAvailable = "memory_available", diskBytes = "disk_bytes", diskFree = "disk_free"
    case seconds
  }

  // Measured on one machine with 100,000 and 1,000,000 generated reaches; rough elsewhere.

  /// The network, its attributes while they are read, parameters and state.
  private static let bytesPerReach = 1_300
  /// The program and its libraries.
  private static let baseBytes = 80 << 20
  /// Of daily means, deflated at level 1 after shuffling.
  private static let compressedShare = 0.8
  /// Of the kernel's speed, what the sweep reaches with its gathers and files beside it.
  private static let sweepShare = 0.4
  private static let setUpSecondsPerReach = 4e-6
  /// Files are unpacked and packed on one thread, bytes of values per second.
  private static let fileBytesPerSecond = 60e6

  init(_ simulation: Simulation, folder: String) {
    let local = simulation.local.count
    let output = simulation.configuration.output
    let timeStep = simulation.configuration.routing.timeStep
    reaches = simulation.network.count
    ranks = simulation.ranks
    threads = simulation.configuration.routing.threads
    steps = simulation.values.count * simulation.stepsPerValue
    let parts = simulation.pieces.flatMap(\.stretches)
    stretches = parts.count
    let longest = parts.map(\.count).max() ?? 0
    let window = output.interval == .day ? Int(86_400 / timeStep) : 1
    let columns = simulation.records.count * output.columns.count
    let bytes = MemoryLayout<Float>.stride
    let inflow = local * (longest + 2) * bytes
    let written = columns * longest * simulation.stepsPerValue / window * bytes
    // Two of each: one in use, one being read or written.
    memoryBytes =
      Self.baseBytes + reaches * Self.bytesPerReach + 2 * inflow + 2 * written + 8 * columns
      + (simulation.heat == nil
        ? 0 : Simulation.heatBytesPerStep * local * longest * simulation.stepsPerValue)
    memoryAvailable = Self.availableMemory
    let raw = columns * (steps / window) * bytes
    diskBytes = Int(Self.compressedShare * Double(raw * simulation.ranks))
    diskFree = Self.freeDisk(folder)
    let speed =
      Router(
        network: Self.oneReach, configuration: simulation.configuration.routing
      ).kernelSpeed(seconds: 0.05) * Self.sweepShare
    let compute = Double(local) * Double(steps) / (speed * Double(threads))
    let files =
      (Double(local) * Double(simulation.values.count * bytes) + Double(raw))
      / Self.fileBytesPerSecond
    seconds = Double(reaches) * Self.setUpSecondsPerReach + max(compute, files)
  }

  var lines: [String] {
    let rankText = ranks > 1 ? "\(ranks) ranks of " : ""
    func gigabytes(_ bytes: Int) -> String { Double(bytes).scaled + "bytes" }
    func of(_ bytes: Int?) -> String { bytes.map { " of \(gigabytes($0)) there are" } ?? "" }
    return [
      "plan: \(reaches) reaches x \(steps) steps in \(stretches) stretch(es), "
        + "\(rankText)\(threads) thread(s)",
      "plan: memory about \(gigabytes(memoryBytes))\(of(memoryAvailable)), "
        + "disk about \(gigabytes(diskBytes))\(of(diskFree)), time about \(seconds.clock)",
    ]
  }

  /// - Throws: `InputError` if memory or disk do not suffice.
  func check(folder: String) throws {
    if let memoryAvailable, memoryBytes > memoryAvailable {
      throw InputError(
        "the simulation does not fit into memory", found: "\(Double(memoryAvailable).scaled)bytes",
        expected: "about \(Double(memoryBytes).scaled)bytes",
        remedy: "give shorter stretches (--stretch DAYS), write fewer reaches or variables "
          + "(output), or use more machines (mpirun; see `thalweg plan`)")
    }
    if let diskFree, diskBytes > diskFree {
      throw InputError(
        "the results do not fit on the disk", file: folder,
        found: "\(Double(diskFree).scaled)bytes free",
        expected: "about \(Double(diskBytes).scaled)bytes",
        remedy: "choose another --output, write fewer reaches or variables, or daily means")
    }
  }

  private static let oneReach: RiverNetwork = {
    var builder = NetworkBuilder()
    builder.addReach(1, length: 1_000, slope: 0.001)
    return try! builder.build()
  }()

  /// Bytes the system could give, within the limit of this process's group.
  private static var availableMemory: Int? {
    func number(_ path: String, after key: String = "") -> Int? {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
      for line in text.split(separator: "\n") where line.hasPrefix(key) {
        return Int(line.dropFirst(key.count).split(separator: " ").first ?? "")
      }
      return nil
    }
    guard let free = number("/proc/meminfo", after: "MemAvailable:").map({ $0 * 1_024 }) else {
      return nil
    }
    guard let limit = number("/sys/fs/cgroup/memory.max"),
      let used = number("/sys/fs/cgroup/memory.current")
    else { return free }
    return min(free, max(0, limit - used))
  }

  private static func freeDisk(_ folder: String) -> Int? {
    var url = URL(fileURLWithPath: folder)
    while !FileManager.default.fileExists(atPath: url.path), url.path != "/" {
      url.deleteLastPathComponent()
    }
    var space = statvfs()
    guard statvfs(url.path, &space) == 0 else { return nil }
    return Int(space.f_bavail) * Int(space.f_frsize)
  }
}
