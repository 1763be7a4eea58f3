import Foundation
import RiverNetworks

/// RAPID's table of connectivity, `rapid_connect.csv`: no header; reach, reach below (0: none),
/// how many reaches flow in, and which, filled up with 0 to the same number of columns.
///
/// Source: David et al. (2011), J. Hydrometeorol. 12, 913-934, doi:10.1175/2011JHM1345.1.
struct RapidConnectivity {
  private let network: RiverNetwork

  /// - Throws: `InputError` where the river divides or an identifier is no positive number.
  init(_ network: RiverNetwork) throws {
    try network.requireTree(of: "RAPID's table")
    try network.requireNumbers(of: "RAPID's table")
    self.network = network
  }

  var text: String {
    let widest = network.indices.map { network.links(into: $0).count }.max() ?? 0
    var lines = ""
    for reach in network.indices {
      let below = network.links(outOf: reach).first.map { network.ids[$0.downstream.position] }
      let above = network.links(into: reach).map { network.ids[$0.upstream.position] }
      let filled = above.map(\.description) + Array(repeating: "0", count: widest - above.count)
      let fields = [
        network.ids[reach.position].description, below?.description ?? "0", "\(above.count)",
      ]
      lines += (fields + filled).joined(separator: ",") + "\n"
    }
    return lines
  }

  func write(to path: String) throws { try text.writeWhole(to: path) }
}

extension RiverNetwork {
  /// - Throws: `InputError` where a reach has several reaches below.
  func requireTree(of format: String) throws {
    let dividing = indices.filter { links(outOf: $0).count > 1 }
    guard let first = dividing.first else { return }
    throw InputError(
      "\(format) knows one reach below each", ids: [ids[first.position].description],
      count: dividing.count, found: "\(dividing.count) reaches with several reaches below",
      remedy: "take the main path only (--split main_path), or write a .gpkg")
  }

  /// - Throws: `InputError` where an identifier is not a number above 0.
  func requireNumbers(of format: String) throws {
    let others = ids.filter { if case .number(let number) = $0 { number <= 0 } else { true } }
    guard !others.isEmpty else { return }
    throw InputError(
      "\(format) needs identifiers that are numbers above 0",
      ids: others.prefix(12).map(\.description), count: others.count,
      remedy: "write a .gpkg, which keeps identifiers as they are")
  }
}

extension String {
  /// Writes the text as a file that is whole or absent.
  func writeWhole(to path: String) throws {
    do {
      try Data(utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw InputError(
        "the file cannot be written", file: path, found: error.localizedDescription,
        remedy: "check that the folder exists and may be written")
    }
  }
}
