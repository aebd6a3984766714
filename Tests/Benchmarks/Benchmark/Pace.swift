/// How long a run takes over each sample, and how many there are.
package struct Pace: Sendable {
    package var rounds: Int
    /// How long a load goes on, for one sample.
    let load: Duration
    /// How long clients hold their connection in a burst.
    let hold: Duration
    /// How long an idle server is watched.
    let quiet: Duration
    /// How often a command is timed, for one sample.
    let asks: Int
    /// A server whose turn takes longer than this takes part in one round only.
    let longTurn: Duration
    /// Whether those take part in one round only that no goal compares preforkd with.
    let savesOthers: Bool

    /// From nine rounds on, one outlier at each end decides nothing (see Summary.interval).
    package static let full = Pace(
        rounds: 9, load: .seconds(2), hold: .seconds(1), quiet: .seconds(10), asks: 50, longTurn: .seconds(60),
        savesOthers: false)

    package static let short = Pace(
        rounds: 3, load: .milliseconds(200), hold: .milliseconds(300), quiet: .seconds(2), asks: 10,
        longTurn: .milliseconds(1_500), savesOthers: true)
}

extension Pace: CustomStringConvertible {
    package var description: String {
        "\(rounds) rounds, loads of \(load.milliseconds.text(digits: 0)) ms, idle servers watched for \(quiet)"
    }
}
