/// The units in which figures are told.
extension UInt64 {
    var asMilliseconds: Double { Double(self) / 1_000_000 }
    var asMicroseconds: Double { Double(self) / 1_000 }
}

extension Duration {
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1_000 + Double(attoseconds) / 1_000_000_000_000_000
    }
}
