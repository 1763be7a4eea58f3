extension Objective: Codable {
  enum CodingKeys: String, CodingKey {
    case terms
    case warmUpDays = "warm_up_days"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(terms, forKey: .terms)
    try container.encode(warmUpDays, forKey: .warmUpDays)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode([Term].self, forKey: .terms),
      warmUpDays: container.decode(Int.self, forKey: .warmUpDays))
  }
}

extension Objective.Term: Codable {
  enum CodingKeys: String, CodingKey {
    case loss, weight
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(loss, forKey: .loss)
    try container.encode(weight, forKey: .weight)
  }

  /// A missing weight is 1.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      Loss(named: container.decode(String.self, forKey: .loss)),
      weight: container.decodeIfPresent(Double.self, forKey: .weight) ?? 1)
  }
}
