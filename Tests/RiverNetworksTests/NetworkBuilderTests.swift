import RiverNetworks
import Testing

@Suite("NetworkBuilder refuses what is no river")
struct NetworkBuilderTests {
  /// Reaches 1...count of 1 km.
  private func builder(
    _ count: Int, links: [(ReachID, ReachID)] = []
  ) -> NetworkBuilder {
    var builder = NetworkBuilder()
    for id in 1...count { builder.addReach(.number(Int64(id)), length: 1_000, slope: 0.001) }
    for (from, to) in links { builder.addLink(from: from, to: to) }
    return builder
  }

  private func issue(_ builder: NetworkBuilder) -> NetworkIssue? {
    do {
      _ = try builder.build()
      return nil
    } catch { return error as? NetworkIssue }
  }

  @Test("A cycle is named in the order in which the water would go round")
  func cycle() throws {
    // 1 -> 2 -> 7 -> 3 -> 5 -> 2, with 4 and 6 hanging on to it.
    let found = try #require(
      issue(
        builder(
          7,
          links: [(1, 2), (2, 7), (7, 3), (3, 5), (5, 2), (4, 7), (5, 6)].map {
            (ReachID.number($0.0), ReachID.number($0.1))
          }, halved: 5)))
    #expect(found.kind == .cycle)
    let round: [ReachID] = [2, 7, 3, 5]
    let start = try #require(found.ids.first.flatMap { round.firstIndex(of: $0) })
    #expect(found.ids == Array(round[start...] + round[..<start]))
    #expect(found.description.contains(found.ids.map(\.description).joined(separator: " -> ")))
  }

  /// As ``builder(_:links:)``, the links of one reach each with half of its flow.
  private func builder(
    _ count: Int, links: [(ReachID, ReachID)], halved: ReachID
  ) -> NetworkBuilder {
    var builder = builder(count)
    for (from, to) in links {
      builder.addLink(from: from, to: to, fraction: from == halved ? 0.5 : 1)
    }
    return builder
  }

  @Test("A circle of two, and a whole network that is one circle")
  func smallCycles() throws {
    #expect(Set(try #require(issue(builder(2, links: [(1, 2), (2, 1)]))).ids) == [1, 2])
    let count = 1_000
    let ring = (1...count).map {
      (ReachID.number(Int64($0)), ReachID.number(Int64($0 % count + 1)))
    }
    let found = try #require(issue(builder(count, links: ring)))
    #expect(found.kind == .cycle)
    #expect(found.ids.count == count)
    for (a, b) in zip(found.ids, found.ids.dropFirst()) {
      guard case .number(let upper) = a, case .number(let lower) = b else { continue }
      #expect(lower == upper % Int64(count) + 1)
    }
  }

  @Test("Duplicates, unknown ends, and a reach that drains into itself")
  func links() throws {
    var twice = builder(3)
    twice.addReach(2, length: 5, slope: 0.1)
    let duplicate = try #require(issue(twice))
    #expect(duplicate.kind == .duplicateID && duplicate.ids == [2])

    let dangling = try #require(issue(builder(3, links: [(1, 2), (2, 99)])))
    #expect(dangling.kind == .danglingDownstream && dangling.ids == [2])
    #expect(dangling.found == "2 -> 99")
    let fromNowhere = try #require(issue(builder(3, links: [(77, 2)])))
    #expect(fromNowhere.kind == .danglingDownstream && fromNowhere.ids == [77])

    let itself = try #require(issue(builder(3, links: [(1, 2), (3, 3)])))
    #expect(itself.kind == .selfLink && itself.ids == [3])
  }

  @Test(
    "A length must be a positive number",
    arguments: [0, -1, .nan, .infinity, -.infinity] as [Double])
  func length(_ value: Double) throws {
    var builder = builder(2)
    builder.addReach(9, length: value, slope: 0.001)
    let found = try #require(issue(builder))
    #expect(found.kind == .nonPositiveLength && found.ids == [9])
    #expect(try #require(found.found).contains("\(value)"))
  }

  @Test("A slope must be a number; any sign will do")
  func slope() throws {
    for value in [Double.nan, .infinity] {
      var builder = builder(2)
      builder.addReach(9, length: 10, slope: value)
      let found = try #require(issue(builder))
      #expect(found.kind == .invalidSlope && found.ids == [9])
    }
    for value in [0.0, -0.001] {
      var builder = builder(2)
      builder.addReach(9, length: 10, slope: value)
      #expect(issue(builder) == nil)
    }
  }

  @Test(
    "The fractions of a divergence are positive and sum to 1",
    arguments: [[0.5, 0.4], [1.0, 1.0], [0.0, 1.0], [-0.5, 1.5], [.nan, 0.5], [0.9]])
  func fractions(_ fractions: [Double]) throws {
    var builder = builder(4)
    for (branch, fraction) in fractions.enumerated() {
      builder.addLink(from: 1, to: .number(Int64(branch + 2)), fraction: fraction)
    }
    let found = try #require(issue(builder))
    #expect(found.kind == .invalidFraction && found.ids == [1])
  }

  @Test("Fractions printed with six digits are taken as they are")
  func printedFractions() throws {
    var builder = builder(4)
    builder.addLink(from: 1, to: 2, fraction: 0.333333)
    builder.addLink(from: 1, to: 3, fraction: 0.333333)
    builder.addLink(from: 1, to: 4, fraction: 0.333333)
    let network = try builder.build()
    let divided = try #require(network.index(of: 1))
    #expect(network.links(outOf: divided).map(\.fraction) == [0.333333, 0.333333, 0.333333])
  }

  @Test("An empty network, and every fault at once")
  func emptyAndAll() {
    #expect(issue(NetworkBuilder())?.kind == .empty)
    #expect(NetworkBuilder().issues().map(\.kind) == [.empty])
    var builder = NetworkBuilder()
    builder.addReach(1, length: -1, slope: .nan)
    builder.addReach(1, length: 5, slope: 0)
    builder.addLink(from: 1, to: 1)
    builder.addLink(from: 1, to: 2)
    #expect(
      builder.issues().map(\.kind)
        == [.duplicateID, .nonPositiveLength, .invalidSlope, .selfLink, .danglingDownstream])
    #expect(self.builder(3, links: [(1, 2), (2, 3)]).issues().isEmpty)
    #expect(self.builder(3, links: [(1, 2), (2, 1)]).issues().map(\.kind) == [.cycle])
    #expect(NetworkIssue.Kind.allCases.allSatisfy { !NetworkIssue($0, ids: []).remedy.isEmpty })
  }

  @Test("An issue becomes a message with file, column, ids and remedy")
  func message() throws {
    let issue = NetworkIssue(
      .nonPositiveLength, ids: (1...20).map { .number($0) }, found: "length 0 m")
    let error = issue.inputError(file: "rivers.gpkg", layer: "reaches", column: "lengthkm")
    #expect(error.count == 20)
    let text = error.description
    for part in ["rivers.gpkg", "reaches", "lengthkm", "1, 2, 3", "(20 in all)", "length 0 m"] {
      #expect(text.contains(part))
    }
    #expect(!text.contains("13, 14"))
  }
}
