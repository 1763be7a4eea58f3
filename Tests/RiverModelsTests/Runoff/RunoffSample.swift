import NeuralNetworks
import RiverModels

/// Made-up weather of some catchments, and a small model of it.
struct RunoffSample {
  let description: RunoffDescription
  let inputs: CatchmentInputs
  let catchments: Int
  let days: Int

  init(
    catchments: Int, days: Int, output: RunoffDescription.Output = .softplus,
    takesPrevious: Bool = false, sequenceDays: Int = 9, predictedDays: Int = 4, seed: UInt64
  ) throws {
    var generator = Xoshiro256StarStar(seed: seed)
    func column(_ count: Int) -> [Double] { (0..<count).map { _ in generator.nextNormal() } }
    let weather = [column(catchments * days), column(catchments * days)]
    let attributes = [column(catchments)]
    let previous = takesPrevious ? column(catchments * days).map { abs($0) } : nil
    description = try RunoffDescription(
      forcings: Standardization(names: ["rain", "warmth"], fitting: weather),
      attributes: Standardization(names: ["height"], fitting: attributes),
      takesPreviousRunoff: takesPrevious, runoffMean: 1.5, runoffDeviation: 2, output: output,
      sequenceDays: sequenceDays, predictedDays: predictedDays)
    inputs = try CatchmentInputs(
      description, forcings: weather, previousRunoff: previous, attributes: attributes,
      catchmentCount: catchments, dayCount: days)
    self.catchments = catchments
    self.days = days
  }

  func network<Scalar: LSTMScalar>(hidden: Int = 5, seed: UInt64) throws -> LSTM<Scalar> {
    var generator = Xoshiro256StarStar(seed: seed)
    return LSTM(
      shape: try LSTMShape(inputCount: description.inputCount, hiddenCount: hidden),
      using: &generator)
  }
}
