import Testing

@testable import Control

@Suite("Short decimals")
struct ShortDecimalTests {
    @Test(
        "have the places that say something, and no others",
        arguments: [
            (0, "0"), (0.04, "0"), (0.05, "0.1"), (1, "1"), (1.25, "1.3"), (9.96, "10"), (-0.25, "-0.3"),
            (1_023.94, "1023.9"),
        ])
    func tenths(value: Double, text: String) {
        #expect("\(ShortDecimal(value, places: 1))" == text)
    }

    @Test("of units are exact", arguments: [(0, "0"), (7, "0.007"), (40, "0.04"), (1_500, "1.5"), (61_000, "61")])
    func thousandths(units: Int64, text: String) {
        #expect("\(ShortDecimal(units: units, places: 3))" == text)
    }

    @Test("may have no places at all")
    func whole() {
        #expect("\(ShortDecimal(10.4, places: 0))" == "10")
        #expect("\(ShortDecimal(200, places: 0))" == "200")
    }
}
