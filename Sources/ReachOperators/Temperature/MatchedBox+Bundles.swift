// The bundles' members, in the order of their declaration.

extension MatchedBox.State: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(heat: value, temperature: value, storage: value, iceHeat: value, weighting: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      heat: transform(heat), temperature: transform(temperature), storage: transform(storage),
      iceHeat: transform(iceHeat), weighting: transform(weighting))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      heat: join(heat, other.heat), temperature: join(temperature, other.temperature),
      storage: join(storage, other.storage), iceHeat: join(iceHeat, other.iceHeat),
      weighting: join(weighting, other.weighting))
  }
}

extension MatchedBox.Forcing: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(
      discharge: value, storage: value, lateral: value, lateralTemperature: value, exchange: value,
      equilibriumTemperature: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      discharge: transform(discharge), storage: transform(storage), lateral: transform(lateral),
      lateralTemperature: transform(lateralTemperature), exchange: transform(exchange),
      equilibriumTemperature: transform(equilibriumTemperature))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      discharge: join(discharge, other.discharge), storage: join(storage, other.storage),
      lateral: join(lateral, other.lateral),
      lateralTemperature: join(lateralTemperature, other.lateralTemperature),
      exchange: join(exchange, other.exchange),
      equilibriumTemperature: join(equilibriumTemperature, other.equilibriumTemperature))
  }
}

extension MatchedBox.Inflow: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(discharge: value, endHeat: value, meanHeat: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      discharge: transform(discharge), endHeat: transform(endHeat), meanHeat: transform(meanHeat))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      discharge: join(discharge, other.discharge), endHeat: join(endHeat, other.endHeat),
      meanHeat: join(meanHeat, other.meanHeat))
  }
}

extension MatchedBox.Release: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(
      discharge: value, temperature: value, meanTemperature: value, storage: value, iceHeat: value,
      weighting: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      discharge: transform(discharge), temperature: transform(temperature),
      meanTemperature: transform(meanTemperature), storage: transform(storage),
      iceHeat: transform(iceHeat), weighting: transform(weighting))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      discharge: join(discharge, other.discharge),
      temperature: join(temperature, other.temperature),
      meanTemperature: join(meanTemperature, other.meanTemperature),
      storage: join(storage, other.storage), iceHeat: join(iceHeat, other.iceHeat),
      weighting: join(weighting, other.weighting))
  }
}

extension MatchedBox.Ledger: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(lateral: value, exchanged: value, made: value, received: value, released: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(
      lateral: transform(lateral), exchanged: transform(exchanged), made: transform(made),
      received: transform(received), released: transform(released))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(
      lateral: join(lateral, other.lateral), exchanged: join(exchanged, other.exchanged),
      made: join(made, other.made), received: join(received, other.received),
      released: join(released, other.released))
  }
}

extension MatchedBox.Parameters: BitwiseCopyable, LaneBundle where Number: Lane {
  public typealias Element = Number
  @inlinable @inline(__always) public init(repeating value: Number) {
    self.init(dispersionRate: value)
  }
  @inlinable @inline(__always)
  public func mapMembers(_ transform: (Number) -> Number) -> Self {
    Self(dispersionRate: transform(dispersionRate))
  }
  @inlinable @inline(__always)
  public func joined(with other: Self, _ join: (Number, Number) -> Number) -> Self {
    Self(dispersionRate: join(dispersionRate, other.dispersionRate))
  }
}
