import ReachOperators
import RiverNetworks
import SpaceTimeSweep

extension ReachHydraulics {
  /// The transpose of the derivative of ``water(_:discharge:times:threads:)``.
  /// - Parameters:
  ///   - sensitivity: of a loss to the water
  /// - Returns: to the discharge, `[reach][time]` flat, and to the channels
  func waterAdjoint<Element: Lane>(
    _ lanes: Element.Type, discharge: AlignedBuffer<Element.Scalar>, threads: Int,
    sensitivity: ReachWater<Element.Scalar>
  ) -> (discharge: AlignedBuffer<Element.Scalar>, channels: [ReachChannelAdjoint]) {
    typealias Scalar = Element.Scalar
    let times = sensitivity.times
    let width = Element.width
    let padded = (times + width - 1) / width * width
    // Half the sensitivity to the discharge of each section, `[reach][time]`.
    let halves = AlignedBuffer<Scalar>(uninitializedCount: network.count * times)
    let channels = Stretches.map(
      network.count, threads: threads, length: Stretches.shortLength
    ) { reaches in
      let geometry = ChannelGeometry<Element>(limits: limits)
      let floor = Element(constant: limits.discharge)
      let half = Element(constant: 0.5)
      let sums = AlignedBuffer<Scalar>(count: padded, filledWith: 0)
      let areas = AlignedBuffer<Scalar>(count: padded, filledWith: 0)
      let widths = AlignedBuffer<Scalar>(count: padded, filledWith: 0)
      return reaches.map { reach -> ReachChannelAdjoint in
        let row = reach * times
        through(discharge, reach: reach, times: times, into: sums.base)
        let length = Scalar(self.channels[reach].length)
        for time in 0..<times {
          areas.base[time] = length * sensitivity.storage.base[row + time]
          widths.base[time] = length * sensitivity.surface.base[row + time]
        }
        let parameters = ChannelParameters<Element>(
          repeating: ChannelParameters(self.channels[reach], limits: limits))
        var total = LaneSums<Element>()
        for first in stride(from: 0, to: padded, by: width) {
          func lanes(_ row: AlignedBuffer<Scalar>) -> Element {
            UnsafeRawPointer(row.base + first).loadUnaligned(as: Element.self)
          }
          let mean = half * lanes(sums)
          let held = Element.larger(mean, floor)
          let back = geometry.waterAdjoint(
            geometry.section(discharge: held, parameters: parameters), discharge: held,
            parameters: parameters, area: lanes(areas), topWidth: lanes(widths))
          let toMean = Element.masked(Element.isGreater(mean, floor), half * back.discharge)
          UnsafeMutableRawPointer(areas.base + first).storeBytes(of: toMean, as: Element.self)
          total.add(back.parameters)
        }
        (halves.base + row).update(from: areas.base, count: times)
        for time in times..<padded { areas.base[time] = 0 }
        return total.sum.pulledBack(to: self.channels[reach], limits: limits)
      }
    }.flatMap { $0 }

    let result = AlignedBuffer<Scalar>(uninitializedCount: network.count * times)
    Stretches.forEach(network.count, threads: threads, length: Stretches.shortLength) { reaches in
      for reach in reaches {
        let row = reach * times
        let target = result.base + row
        target.update(from: halves.base + row, count: times)
        for link in network.links(outOf: ReachIndex(reach)) {
          let source = halves.base + link.downstream.position * times
          let fraction = Scalar(link.fraction)
          for time in 0..<times { target[time] += fraction * source[time] }
        }
        let means = sensitivity.discharge.base + row
        for time in 1..<times {
          target[time] += means[time] / 2
          target[time - 1] += means[time] / 2
        }
      }
    }
    return (result, channels)
  }
}

/// Sensitivities to one channel, summed over the lanes at the end.
private struct LaneSums<Element: Lane> {
  private var lanes = ChannelParameterAdjoint<Element>(
    logConveyanceFactor: Element(constant: 0), depthExponent: Element(constant: 0),
    widthExponent: Element(constant: 0), logWidthFactor: Element(constant: 0),
    velocityFactor: Element(constant: 0))

  mutating func add(_ other: ChannelParameterAdjoint<Element>) {
    lanes.logConveyanceFactor = lanes.logConveyanceFactor + other.logConveyanceFactor
    lanes.depthExponent = lanes.depthExponent + other.depthExponent
    lanes.widthExponent = lanes.widthExponent + other.widthExponent
    lanes.logWidthFactor = lanes.logWidthFactor + other.logWidthFactor
  }

  var sum: ChannelParameterAdjoint<Double> {
    func total(_ lane: Element) -> Double {
      withUnsafeBytes(of: lane) { bytes in
        (0..<Element.width).reduce(0) {
          $0
            + Double(
              bytes.loadUnaligned(
                fromByteOffset: $1 * MemoryLayout<Element.Scalar>.stride,
                as: Element.Scalar.self))
        }
      }
    }
    return ChannelParameterAdjoint(
      logConveyanceFactor: total(lanes.logConveyanceFactor),
      depthExponent: total(lanes.depthExponent), widthExponent: total(lanes.widthExponent),
      logWidthFactor: total(lanes.logWidthFactor), velocityFactor: 0)
  }
}
