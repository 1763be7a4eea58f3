import Hydrography
import RiverNetworks
import Testing

@Suite struct FieldMappingTests {
  @Test func recognisesJuniata() throws {
    let fields = try FieldMapping().resolved(
      in: ColumnNames([
        "comid", "downstream_comid", "length_m", "slope", "order", "uparea_km2", "topo_index",
        "dist_to_outlet_m", "gage_id",
      ]))
    #expect(fields.schema == "Thalweg")
    #expect(fields.id == "comid" && fields.downstreamID == "downstream_comid")
    #expect(fields.length == "length_m" && fields.lengthUnit == .metre)
    #expect(fields.slope == "slope" && fields.slopeUnit == .metrePerMetre)
    #expect(fields.drainageArea == "uparea_km2" && fields.drainageAreaUnit == .squareKilometre)
    #expect(fields.order == "order" && fields.gaugeID == "gage_id")
    #expect(fields.splitFraction == nil)
  }

  @Test func recognisesMERITBasins() throws {
    let fields = try FieldMapping().resolved(
      in: ColumnNames([
        "COMID", "lengthkm", "lengthdir", "sinuosity", "slope", "uparea", "order", "strmDrop_t",
        "slope_taud", "NextDownID", "maxup", "up1", "up2", "up3", "up4",
      ]))
    #expect(fields.schema == "MERIT-Basins")
    #expect(fields.id == "COMID" && fields.downstreamID == "NextDownID")
    #expect(fields.lengthUnit == .kilometre && fields.slopeUnit == .metrePerMetre)
    #expect(fields.drainageArea == "uparea" && fields.drainageAreaUnit == .squareKilometre)
  }

  @Test(arguments: [
    ("HYRIV_ID", "NEXT_DOWN"), ("LINKNO", "DSLINKNO"), ("id", "toid"), ("link", "to"),
    ("id", "downstream_id"), ("COMID", "NextDownID"), ("reach_id", "downstream_reach_id"),
  ])
  func recognisesPairsOfIdentifiers(id: String, downstream: String) throws {
    let fields = try FieldMapping().resolved(
      in: ColumnNames(["name", downstream, id, "LENGTH_KM", "So"]))
    #expect(fields.id == id && fields.downstreamID == downstream)
    #expect(fields.lengthUnit == .kilometre && fields.slope == "So")
  }

  @Test func whatIsGivenGoesFirst() throws {
    let columns = ColumnNames([
      "COMID", "NextDownID", "lengthkm", "slope", "slope_smooth", "other_id",
    ])
    let mapping = FieldMapping(slope: "SLOPE_SMOOTH", slopeUnit: .perMille)
    let fields = try mapping.resolved(in: columns)
    #expect(fields.slope == "slope_smooth" && fields.slopeUnit == .perMille)
    #expect(fields.schema == "MERIT-Basins" && fields.lengthUnit == .kilometre)
  }

  @Test func aUnitIsNeverBorrowedFromAnotherColumn() throws {
    let columns = ColumnNames(["COMID", "NextDownID", "lengthkm", "slope", "length"])
    let error = try #require(throws: InputError.self) {
      _ = try FieldMapping(length: "length").resolved(in: columns)
    }
    expectMessage(error, names: ["unit of the length", "length", "m, km"])
    let fields = try FieldMapping(length: "length", lengthUnit: .metre).resolved(in: columns)
    #expect(fields.length == "length" && fields.lengthUnit == .metre)
  }

  @Test func theGivenIdentifierPicksItsPartner() throws {
    let columns = ColumnNames(["comid", "downstream_comid", "id", "toid", "lengthkm", "slope"])
    let fields = try FieldMapping(id: "id").resolved(in: columns)
    #expect(fields.id == "id" && fields.downstreamID == "toid")
  }

  @Test func aSchemaThatContradictsTheGivenIdentifiersIsNotUsed() throws {
    let columns = ColumnNames(["COMID", "NextDownID", "lengthkm", "slope", "mine", "below"])
    let fields = try FieldMapping(id: "mine", downstreamID: "below").resolved(in: columns)
    #expect(fields.schema == "generic")
    #expect(fields.id == "mine" && fields.downstreamID == "below")
  }

  @Test func aShapefilesCutNamesAreFound() throws {
    let cut = ["comid", "downstream", "length_m", "slope"]
    let fields = try FieldMapping().resolved(in: ColumnNames(cut, truncated: true))
    #expect(fields.downstreamID == "downstream")
    #expect(throws: InputError.self) { _ = try FieldMapping().resolved(in: ColumnNames(cut)) }
  }

  @Test func namesThatDifferOnlyInCaseAreNotGuessedAt() {
    let columns = ColumnNames(["Slope", "SLOPE"])
    #expect(columns["slope"] == nil)
    #expect(columns["SLOPE"] == "SLOPE")
  }

  @Test func aSchemaOfOnesOwnDropsIn() throws {
    struct Alphabet: HydrographySchema {
      let name = "Alphabet"
      func mapping(of columns: ColumnNames) -> FieldMapping? {
        guard let a = columns["a"], let b = columns["b"] else { return nil }
        return FieldMapping(
          id: a, downstreamID: b, length: "c", lengthUnit: .metre, slope: "d", slopeUnit: .percent)
      }
    }
    let fields = try FieldMapping().resolved(
      in: ColumnNames(["a", "b", "c", "d"]), schemas: [Alphabet()])
    #expect(fields.schema == "Alphabet" && fields.slopeUnit == .percent)
  }
}
