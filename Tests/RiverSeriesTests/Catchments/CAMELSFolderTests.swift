import Foundation
import RiverNetworks
import RiverSeries
import Testing

/// Folders written as CAMELS-US publishes them.
@Suite struct CAMELSFolderTests {
  final class Sample {
    let folder: TemporaryFolder
    let camels: CAMELSFolder
    static let days = ["2000 02 28", "2000 02 29", "2000 03 01"]

    init() throws {
      folder = try TemporaryFolder()
      camels = CAMELSFolder(path: folder.path)
      // Products differ in the capitals of their headers.
      try write(
        "basin_mean_forcing/daymet/01/01022500_lump_cida_forcing_leap.txt",
        forcing("Year Mnth Day Hr\tdayl(s)\tprcp(mm/day)\tsrad(W/m2)\ttmax(C)"))
      try write(
        "basin_mean_forcing/daymet/03/02064000_lump_cida_forcing_leap.txt",
        forcing("Year Mnth Day Hr\tdayl(s)\tprcp(mm/day)\tsrad(W/m2)\ttmax(C)", rain: 10))
      try write(
        "basin_mean_forcing/nldas/01/01022500_lump_nldas_forcing_leap.txt",
        forcing("Year Mnth Day Hr\tDayl(s)\tPRCP(mm/day)\tSRAD(W/m2)\tTmax(C)"))
      try write(
        "usgs_streamflow/01/01022500_streamflow_qc.txt",
        """
        01022500 2000 02 28   100.00 A
        01022500 2000 02 29  -999.00 M
        01022500 2000 03 01     0.00 A:e

        """)
      try write(
        "usgs_streamflow/03/02064000_streamflow_qc.txt", "02064000 2000 03 01 35.3146667 A\n")
      try write(
        "camels_attributes_v2.0/camels_topo.txt",
        "gauge_id;elev_mean;area_gages2\n01022500;92.68;573.6\n02064000;;427.8\n")
      try write(
        "camels_attributes_v2.0/camels_clim.txt",
        "gauge_id;aridity;high_prec_timing\n01022500;0.59;son\n02064000;0.95;jja\n")
    }

    private func forcing(_ header: String, rain: Double = 0) -> String {
      let rows = Self.days.enumerated().map { day, date in
        "\(date) 12\t30000.5\t\(rain + Double(day))\t200.0\t-3.5"
      }
      return (["44.6", "103.1", "100000000"] + [header] + rows).joined(separator: "\n") + "\n"
    }

    func write(_ name: String, _ text: String) throws {
      let path = folder.file(name)
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  @Test func readsForcing() throws {
    let sample = try Sample()
    let series = try sample.camels.forcing(
      product: "daymet", names: ["tmax", "prcp"], gauges: ["02064000", "01022500"])
    #expect(series.axis.count == 3)
    #expect(series.axis.text(at: 1) == "2000-02-29")
    #expect(series.ids == [.text("02064000"), .text("01022500")])
    #expect(Array(series.series(variable: 1, catchment: 0)) == [10, 11, 12])
    #expect(Array(series.series(variable: 1, catchment: 1)) == [0, 1, 2])
    #expect(Array(series.series(variable: 0, catchment: 0)) == [-3.5, -3.5, -3.5])
    #expect(series.areas == [1e8, 1e8])
    let other = try sample.camels.forcing(
      product: "nldas", names: ["prcp"], gauges: ["01022500"])
    #expect(Array(other.series(variable: 0, catchment: 0)) == [0, 1, 2])
  }

  @Test func readsStreamflowAsDepths() throws {
    let sample = try Sample()
    #expect(try sample.camels.gauges() == ["01022500", "02064000"])
    let series = try sample.camels.runoff(gauges: ["01022500", "02064000"], areas: [1e8, 2e8])
    #expect(series.axis.count == 3)
    let first = series.series(variable: 0, catchment: 0)
    // 100 ft3/s = 2.8316846592 m3/s over 100 km2.
    #expect(abs(first[first.startIndex] - 2.446_575_5) < 1e-6)
    #expect(first[first.startIndex + 1].isNaN)
    #expect(first[first.startIndex + 2] == 0)
    let second = series.series(variable: 0, catchment: 1)
    #expect(second[second.startIndex].isNaN)
    #expect(abs(second[second.startIndex + 2] - 0.432) < 1e-6)
  }

  @Test func readsAttributes() throws {
    let sample = try Sample()
    let values = try sample.camels.attributes(
      names: ["aridity", "elev_mean"], gauges: ["02064000", "01022500"])
    #expect(values[0] == [0.95, 0.59])
    #expect(values[1][0].isNaN && values[1][1] == 92.68)
  }

  @Test func faultsAreNamed() throws {
    let sample = try Sample()
    func error(_ body: () throws -> Void) -> InputError? {
      do {
        try body()
        return nil
      } catch { return error as? InputError }
    }
    let names = ["prcp"]
    let unknown = error {
      _ = try sample.camels.forcing(product: "era5", names: names, gauges: ["01022500"])
    }
    #expect(unknown?.expected?.contains("daymet") == true)
    let variable = error {
      _ = try sample.camels.forcing(product: "daymet", names: ["vp"], gauges: ["01022500"])
    }
    #expect(variable?.column == "vp")
    let gauge = error {
      _ = try sample.camels.forcing(product: "nldas", names: names, gauges: ["02064000"])
    }
    #expect(gauge?.ids == ["02064000"])
    let text = error {
      _ = try sample.camels.attributes(names: ["high_prec_timing"], gauges: ["01022500"])
    }
    #expect(text?.found == "son")

    try sample.write(
      "usgs_streamflow/03/02064000_streamflow_qc.txt",
      "02064000 2000 03 01 1.0 A\n02064000 2000 03 03 1.0 A\n")
    let hole = error {
      _ = try sample.camels.runoff(gauges: ["02064000"], areas: [1])
    }
    #expect(hole?.found == "2000-03-03 in line 2")
    #expect(hole?.expected == "the day after 2000-03-01")
    try sample.write("usgs_streamflow/03/02064000_streamflow_qc.txt", "02064000 2000 03 01 -5 A\n")
    #expect(error { _ = try sample.camels.runoff(gauges: ["02064000"], areas: [1]) } != nil)
    try sample.write("usgs_streamflow/03/02064000_streamflow_qc.txt", "01234567 2000 03 01 5 A\n")
    #expect(
      error { _ = try sample.camels.runoff(gauges: ["02064000"], areas: [1]) }?.problem
        == "a line belongs to another gauge")
  }
}
