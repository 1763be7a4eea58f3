import ArgumentParser
import RiverModels
import RiverNetworks

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Foresee how a simulation over several machines would go.",
    discussion: """
      Cuts the network for 1, 2, 4, ... ranks up to --ranks, and plays through who waits for whom, \
      with the speed of the kernel measured on this machine's processor: balance, series and bytes \
      that cross borders, how long the pipeline takes to fill, time and efficiency. Reading and \
      writing of files is not in it.

        thalweg plan reaches.gpkg --ranks 64 --steps 8760

      What one machine takes is told by `thalweg route --plan`.
      """)

  @Argument(help: "The network's file.") var network: String
  @Option(help: "The greatest number of ranks.") var ranks = 16
  @Option(help: "Steps of the simulation.") var steps = 8_760
  @Flag(help: "Print the result as JSON.") var json = false

  func validate() throws {
    guard (1...65_536).contains(ranks), steps > 0 else {
      throw ValidationError("--ranks is 1 to 65536, --steps at least 1")
    }
  }

  /// What of the kernel's speed the sweep reaches with its gathers: measured, one thread.
  private static let sweepShare = 0.5

  func run() throws {
    let network = try NetworkSource.read(path: network, geometry: false).network
    let speed = Router(network: network).kernelSpeed(seconds: 0.3) * Self.sweepShare
    let delay = RankPlan.meanDelay(network)
    var counts = Array(sequence(first: 1) { $0 * 2 < ranks ? $0 * 2 : nil })
    if counts.last != ranks { counts.append(ranks) }
    let plans = try counts.map {
      try RankPlan(network: network, ranks: $0, steps: steps, speed: speed, delay: delay)
    }
    if json { return try StandardOutput.writeJSON(plans) }
    print(
      "\(network.count) reaches x \(steps) steps, \(speed.scaled)reach-steps/s a rank (expected)")
    print(" ranks  imbalance  series  bytes/step  in a row   fill      time  efficiency")
    for plan in plans {
      let cells = [
        ("\(plan.ranks)", 6), (plan.imbalance.digits(3), 11), ("\(plan.series)", 8),
        ("\(plan.bytesPerStep)", 12), ("\(plan.depth)", 10),
        ((100 * plan.fill).digits(1) + " %", 7),
        (plan.seconds.digits(2) + " s", 10), ((100 * plan.efficiency).digits(0) + " %", 12),
      ]
      print(cells.map { $0.0.padded($0.1, left: true) }.joined())
    }
  }
}
