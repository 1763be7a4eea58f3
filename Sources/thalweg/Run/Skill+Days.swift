import Training

extension Skill {
  /// The scores on some stretches of days together.
  /// - Parameters:
  ///   - observed: `[day]`
  ///   - simulated: `[day]`
  ///   - days: the stretches
  init(observed: [Double], simulated: [Double], days: [Range<Int>]) {
    self.init(
      observed: days.flatMap { observed[$0] }, simulated: days.flatMap { simulated[$0] })
  }
}
