import ReachOperators

// Between a pack's rows (one vector for every turn, lanes skewed by their delays) and plain series.

extension SpaceTimeSweep {
  /// Numbers in one chunk of all series kept between packs, forward.
  @inlinable
  func seriesStride(chunkLength: Int) -> Int {
    links.seriesCount * Operator.handedMemberCount * chunkLength
  }

  /// Expands the forcing of a pack's reaches into rows.
  @inlinable
  func stageForcing(
    _ forcing: [SteppedSeries<Scalar>], pack: Int, first: Int, count: Int,
    into rows: UnsafeMutablePointer<Operator.Forcing>
  ) {
    let width = Element.width
    let members = Operator.Forcing.memberCount
    let scalars = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Scalar.self)
    for lane in 0..<width {
      let reach = Int(packing.reaches[pack * width + lane])
      guard reach >= 0 else { continue }
      let delay = Int(packing.delays[pack * width + lane])
      for member in 0..<members {
        forcing[member].expand(
          reach: reach, first: first, count: count,
          into: scalars + (delay * members + member) * width + lane, stride: members * width)
      }
    }
  }

  /// Brings series of other packs into the lanes of the outer slots; lanes without one are 0.
  /// - Parameter handed: members of the bundle, from the first, that go between packs
  @inlinable
  func stageOuter<Bundle: LaneBundle>(
    _ links: PackLinks<Element>, pack: Int, count: Int, turns: Int,
    handed: Int, series: UnsafePointer<Scalar>, chunkLength: Int, into rows: UnsafeMutablePointer<Bundle>
  ) where Bundle.Element == Element {
    let slots = links.outerSlotCount(pack)
    guard slots > 0 else { return }
    let width = Element.width
    let members = Bundle.memberCount
    rows.update(repeating: Bundle(repeating: Element(constant: 0)), count: slots * turns)
    let scalars = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Scalar.self)
    for index in Int(links.outerStart[pack])..<Int(links.outerStart[pack + 1]) {
      let link = links.outerLinks[index]
      let lane = Int(link.lane)
      let delay = Int(packing.delays[pack * width + lane])
      for member in 0..<handed {
        let source = series + (Int(link.series) * handed + member) * chunkLength
        let target =
          scalars + ((Int(link.slot) * turns + delay) * members + member) * width + lane
        for step in 0..<count { target[step * members * width] = source[step] }
      }
    }
  }

  /// Takes the lanes that other packs need out of a pack's rows.
  @inlinable
  func export<Bundle: LaneBundle>(
    _ links: PackLinks<Element>, pack: Int, count: Int, rows: UnsafePointer<Bundle>,
    handed: Int, series: UnsafeMutablePointer<Scalar>, chunkLength: Int
  ) where Bundle.Element == Element {
    let width = Element.width
    let members = Bundle.memberCount
    let scalars = UnsafeRawPointer(rows).assumingMemoryBound(to: Scalar.self)
    for index in Int(links.exportStart[pack])..<Int(links.exportStart[pack + 1]) {
      let export = links.exports[index]
      let lane = Int(export.lane)
      let delay = Int(packing.delays[pack * width + lane])
      for member in 0..<handed {
        let target = series + (Int(export.series) * handed + member) * chunkLength
        let source = scalars + (delay * members + member) * width + lane
        for step in 0..<count { target[step] = source[step * members * width] }
      }
    }
  }
}
