import ReachOperators
import RiverNetworks
import SpaceTimeSweep

/// A stretch's water, `[reach][time]` flat; the first time is that before the first step.
struct ReachWater<Scalar: BitwiseCopyable>: Sendable {
  /// Steps and one.
  let times: Int
  /// Means of the steps that end at each time, m³ s⁻¹; of the first nothing
  let discharge: AlignedBuffer<Scalar>
  /// V, m³
  let storage: AlignedBuffer<Scalar>
  /// m²
  let surface: AlignedBuffer<Scalar>

  init(
    times: Int, discharge: AlignedBuffer<Scalar>, storage: AlignedBuffer<Scalar>,
    surface: AlignedBuffer<Scalar>
  ) {
    self.times = times
    self.discharge = discharge
    self.storage = storage
    self.surface = surface
  }

  init(reaches: Int, times: Int) {
    self.times = times
    discharge = AlignedBuffer(uninitializedCount: reaches * times)
    storage = AlignedBuffer(uninitializedCount: reaches * times)
    surface = AlignedBuffer(uninitializedCount: reaches * times)
  }
}

extension ReachWater where Scalar: BinaryFloatingPoint & Sendable {
  /// One of the series, for the steps.
  func series(_ values: AlignedBuffer<Scalar>) -> SteppedSeries<Scalar> {
    SteppedSeries(values: values, valuesPerReach: times, stepsPerValue: 1, offset: 1)
  }
}

extension ReachHydraulics {
  /// Twice the discharge to which each section of a reach belongs: what enters and what leaves.
  func through<Scalar: BinaryFloatingPoint & BitwiseCopyable>(
    _ discharge: AlignedBuffer<Scalar>, reach: Int, times: Int,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    target.update(from: discharge.base + reach * times, count: times)
    for link in network.links(into: ReachIndex(reach)) {
      let source = discharge.base + link.upstream.position * times
      let fraction = Scalar(link.fraction)
      for time in 0..<times { target[time] += fraction * source[time] }
    }
  }

  /// Water of every reach at every time.
  /// - Parameter discharge: `[reach][time]` flat, m³ s⁻¹
  func water<Element: Lane>(
    _ lanes: Element.Type, discharge: AlignedBuffer<Element.Scalar>, times: Int, threads: Int
  ) -> ReachWater<Element.Scalar> {
    let result = ReachWater<Element.Scalar>(reaches: network.count, times: times)
    let width = Element.width
    let padded = (times + width - 1) / width * width
    Stretches.forEach(network.count, threads: threads, length: Stretches.shortLength) { reaches in
      let geometry = ChannelGeometry<Element>(limits: limits)
      let floor = Element(constant: limits.discharge)
      let half = Element(constant: 0.5)
      let sums = AlignedBuffer<Element.Scalar>(count: padded, filledWith: 0)
      let areas = AlignedBuffer<Element.Scalar>(uninitializedCount: padded)
      let widths = AlignedBuffer<Element.Scalar>(uninitializedCount: padded)
      for reach in reaches {
        let row = reach * times
        through(discharge, reach: reach, times: times, into: sums.base)
        let parameters = ChannelParameters<Element>(
          repeating: ChannelParameters(channels[reach], limits: limits))
        for first in stride(from: 0, to: padded, by: width) {
          let sum = UnsafeRawPointer(sums.base + first).loadUnaligned(as: Element.self)
          let section = geometry.section(
            discharge: Element.larger(half * sum, floor), parameters: parameters)
          UnsafeMutableRawPointer(areas.base + first).storeBytes(
            of: section.area, as: Element.self)
          UnsafeMutableRawPointer(widths.base + first).storeBytes(
            of: section.topWidth, as: Element.self)
        }
        let length = Element.Scalar(channels[reach].length)
        let own = discharge.base + row
        result.discharge.base[row] = own[0]
        for time in 0..<times {
          result.storage.base[row + time] = length * areas.base[time]
          result.surface.base[row + time] = length * widths.base[time]
          if time > 0 { result.discharge.base[row + time] = (own[time - 1] + own[time]) / 2 }
        }
      }
    }
    return result
  }
}

extension ChannelParameters where Number: Lane {
  /// One channel in every lane.
  init(repeating single: ChannelParameters<Double>) {
    self.init(
      logConveyanceFactor: Number(constant: single.logConveyanceFactor),
      depthExponent: Number(constant: single.depthExponent),
      widthExponent: Number(constant: single.widthExponent),
      logWidthFactor: Number(constant: single.logWidthFactor),
      velocityFactor: Number(constant: single.velocityFactor), fall: Number(constant: single.fall),
      twiceLength: Number(constant: single.twiceLength))
  }
}
