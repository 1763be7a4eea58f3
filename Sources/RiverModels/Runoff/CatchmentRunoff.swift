import NeuralNetworks

/// Lateral inflow of reaches: the runoff of the catchment of each, over its area.
///
///     q = y A · 1000 / 86 400       m³ s⁻¹, y in mm per day, A in km²
///
/// Days are counted from the first one on which the model can predict.
public struct CatchmentRunoff: Sendable {
  public let description: RunoffDescription
  /// Weather and attributes of each reach's catchment, in network order; several products of
  /// weather are averaged over.
  public let products: [CatchmentInputs]
  /// Land that drains directly into each reach, km².
  public let areas: [Double]

  /// m³ s⁻¹ that 1 mm per day gives over 1 km².
  public static let dischargePerDepthAndArea = 1_000 / 86_400.0

  public init(description: RunoffDescription, products: [CatchmentInputs], areas: [Double]) {
    precondition(
      products.allSatisfy { $0.catchmentCount == areas.count }, "a catchment for each reach")
    self.description = description
    self.products = products
    self.areas = areas
  }

  public var reachCount: Int { areas.count }
  /// Days that can be predicted.
  public var dayCount: Int { max(0, products[0].dayCount - description.warmUpDays) }

  /// Lateral inflow, and how much of it had to be held at zero.
  public struct Inflow<Scalar: LSTMScalar>: Sendable {
    /// m³ s⁻¹, `[reach][day]`
    public var values: [Scalar]
    /// Reach-days on which a `linear` model said less than nothing.
    public var heldCount: Int
    /// What was added by holding them at zero, m³.
    public var heldVolume: Double
  }

  /// Lateral inflow on some days, the mean over networks and products.
  public func inflow<Scalar: LSTMScalar>(
    _ networks: [LSTM<Scalar>], days: Range<Int>, threads: Int = 1
  ) throws -> Inflow<Scalar> {
    let shifted = inputDays(days)
    var sums = [Scalar](repeating: 0, count: reachCount * days.count)
    for network in networks {
      let model = try RunoffModel(network: network, description: description)
      for inputs in products {
        let runoff = model.simulate(inputs, days: shifted, threads: threads)
        for place in sums.indices { sums[place] += runoff[place] }
      }
    }
    let share = 1 / Double(networks.count * products.count)
    var inflow = Inflow(values: sums, heldCount: 0, heldVolume: 0)
    for reach in 0..<reachCount {
      let factor = Scalar(share * areas[reach] * Self.dischargePerDepthAndArea)
      for place in reach * days.count..<(reach + 1) * days.count {
        let value = factor * sums[place]
        if value < 0 {
          inflow.heldCount += 1
          inflow.heldVolume -= Double(Scalar.widened([value])[0]) * 86_400
        }
        inflow.values[place] = value < 0 ? 0 : value
      }
    }
    return inflow
  }

  /// From the sensitivity to the lateral inflow of one network to that to its parameters.
  ///
  /// - Parameters:
  ///   - network: that made the runoff
  ///   - days: of the forcing that were simulated
  ///   - inflow: what the network gave on these days; what was held at zero does not teach
  ///   - gradient: `[reach][day]`, laid out alike
  ///   - threads: that share the work; results do not depend on their number
  ///   - memoryBudget: bytes of the tape; nil has no limit
  public func pullback<Scalar: LSTMScalar>(
    _ network: LSTM<Scalar>, days: Range<Int>, inflow: [Scalar], gradient: [Double],
    threads: Int = 1, memoryBudget: Int? = nil
  ) throws -> [Double] {
    let share = 1 / Double(products.count)
    let runoffGradient = Scalar.rounded(
      gradient.indices.map { place in
        inflow[place] > 0
          ? gradient[place] * share * areas[place / days.count] * Self.dischargePerDepthAndArea
          : 0
      })
    let model = try RunoffModel(network: network, description: description)
    var sum = [Double](repeating: 0, count: network.shape.parameterCount)
    for inputs in products {
      let part = try model.pullback(
        inputs, days: inputDays(days), runoffGradient: runoffGradient, threads: threads,
        memoryBudget: memoryBudget)
      for place in sum.indices { sum[place] += part[place] }
    }
    return sum
  }

  private func inputDays(_ days: Range<Int>) -> Range<Int> {
    days.lowerBound + description.warmUpDays..<days.upperBound + description.warmUpDays
  }
}
