import Hydrography
import RiverNetworks
import Testing

/// Every data set is known by its columns.
@Suite struct SchemaTests {
  private static func fields(_ names: String) throws -> RecognisedFields {
    try FieldMapping().resolved(in: ColumnNames(names.split(separator: " ").map(String.init)))
  }

  @Test(arguments: [
    "COMID LENGTHKM FTYPE StreamOrde FromNode ToNode Hydroseq Divergence DnMinorHyd DnHydroseq"
      + " TotDASqKM SLOPE",
    "comid lengthkm ftype streamorde fromnode tonode hydroseq divergence dnminorhyd dnhydroseq"
      + " totdasqkm slope",
    "id comid LENGTHKM ftype streamorde FromNode ToNode hydroseq divergence DnMinorHyd dnhydroseq"
      + " TotDASqKM SLOPE",
  ])
  func nhdPlusInAnyCase(names: String) throws {
    let fields = try Self.fields(names)
    #expect(fields.schema == "NHDPlus V2")
    guard case .nodes(let from, let to) = fields.topology else {
      Issue.record("nodes are there")
      return
    }
    #expect(from.lowercased() == "fromnode" && to.lowercased() == "tonode")
    #expect(fields.lengthUnit == .kilometre && fields.slopeUnit == .metrePerMetre)
    #expect(fields.drainageAreaUnit == .squareKilometre && fields.split == .equal)
    #expect(fields.unknownDownstream == .outlet && fields.downstreamID == nil)
  }

  @Test func nhdPlusWithoutNodes() throws {
    let fields = try Self.fields("comid lengthkm slope hydroseq dnhydroseq dnminorhyd")
    #expect(
      fields.topology
        == .sequence(own: "hydroseq", downstream: "dnhydroseq", minor: "dnminorhyd"))
  }

  @Test func nhdPlusHR() throws {
    let fields = try Self.fields(
      "NHDPlusID LengthKM FType FromNode ToNode HydroSeq DnHydroSeq Slope TotDASqKm StreamOrde")
    #expect(fields.schema == "NHDPlus HR" && fields.id == "NHDPlusID")
    #expect(fields.featureType == "FType" && fields.drainageArea == "TotDASqKm")
  }

  @Test func hydroloom() throws {
    let fields = try Self.fields("id toid fromnode tonode topo_sort length_km total_da_sqkm slope")
    #expect(fields.schema == "hydroloom")
    #expect(fields.topology == .nodes(from: "fromnode", to: "tonode"))
  }

  @Test func hydroRIVERS() throws {
    let columns = "HYRIV_ID NEXT_DOWN MAIN_RIV LENGTH_KM CATCH_SKM UPLAND_SKM ORD_STRA"
    let error = try #require(throws: InputError.self) { _ = try Self.fields(columns) }
    expectMessage(error, names: ["no column for the slope", "UPLAND_SKM"])
    let fields = try Self.fields(columns + " sgr_dk_rav")
    #expect(fields.schema == "HydroRIVERS" && fields.slopeUnit == .decimetrePerKilometre)
    #expect(fields.drainageArea == "UPLAND_SKM" && fields.order == "ORD_STRA")
    #expect(fields.outletIDs == [0])
  }

  @Test func tdxHydro() throws {
    let fields = try Self.fields(
      "LINKNO DSLINKNO USLINKNO1 USLINKNO2 DSNODEID strmOrder Length Magnitude DSContArea strmDrop"
        + " Slope StraightL USContArea WSNO")
    #expect(fields.schema == "TDX-Hydro" && fields.lengthUnit == .metre)
    #expect(fields.drainageAreaUnit == .squareMetre)
    #expect(fields.outletIDs == [-1])  // link 0 is a link
  }

  @Test func routeLink() throws {
    let fields = try Self.fields("link to order Length So n BtmWdth ChSlp MusK MusX gages")
    #expect(fields.schema == "RouteLink" && fields.lengthUnit == .metre && fields.slope == "So")
  }

  @Test func grit() throws {
    var mapping = FieldMapping(lengthUnit: .metre)
    mapping.slope = "gradient"
    mapping.slopeUnit = .metrePerMetre
    let fields = try mapping.resolved(
      in: ColumnNames([
        "global_id", "upstream_node_id", "downstream_node_id", "is_mainstem", "drainage_area_out",
        "width_adjusted", "length", "gradient",
      ]))
    #expect(fields.schema == "GRIT" && fields.split == .width && fields.width == "width_adjusted")
    #expect(fields.topology == .nodes(from: "upstream_node_id", to: "downstream_node_id"))
  }

  @Test func aSchemaCanBeDemanded() throws {
    let names = ["id", "toid", "lengthkm", "tot_drainage_areasqkm", "So", "COMID", "NextDownID",
      "slope"]
    var mapping = FieldMapping()
    mapping.schema = "nextgen_hydrofabric"
    #expect(try mapping.resolved(in: ColumnNames(names)).schema == "NextGen hydrofabric")
    mapping.schema = "merit basins"
    #expect(try mapping.resolved(in: ColumnNames(names)).id == "COMID")
    mapping.schema = "HydroRIVERS"
    expectMessage(
      try #require(throws: InputError.self) { _ = try mapping.resolved(in: ColumnNames(names)) },
      names: ["not those of HydroRIVERS", "columns id, toid"])
    mapping.schema = "HydroRIVER"
    expectMessage(
      try #require(throws: InputError.self) { _ = try mapping.resolved(in: ColumnNames(names)) },
      names: ["no such schema", "did you mean HydroRIVERS?", "MERIT-Basins"])
  }

  @Test func namesAreDistinct() {
    let names = HydrographySchemas.known.map { $0.name.lowercased() }
    #expect(Set(names).count == names.count)
  }
}
