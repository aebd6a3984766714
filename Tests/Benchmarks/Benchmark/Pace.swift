/// How long a run takes over each sample, and how many there are.
package struct Pace: Sendable {
    package var rounds: Int
    /// How long a load goes on, in one round.
    let load: Duration
    /// Into how many a load is cut where servers take turns.
    package let slices: Int
    /// How long clients hold their connection in a burst.
    let hold: Duration
    /// How long clients of a burst wait for an answer.
    let patience: Duration
    /// How long an idle server is watched.
    let quiet: Duration
    /// How often a command is timed, for one sample.
    let asks: Int
    /// Whether those take part once only, behind the others, that no goal compares preforkd with.
    let savesOthers: Bool

    /// A server whose turn takes longer than this takes part in one round only.
    static let longTurn = Duration.seconds(60)

    /// From nine rounds on, one outlier at each end decides nothing (see Summary.interval).
    package static let full = Pace(
        rounds: 9, load: .seconds(2), slices: 8, hold: .seconds(1), patience: .seconds(90), quiet: .seconds(10),
        asks: 50, savesOthers: false)

    package static let short = Pace(
        rounds: 3, load: .milliseconds(240), slices: 4, hold: .milliseconds(300), patience: .seconds(2),
        quiet: .seconds(2), asks: 10, savesOthers: true)

    var slice: Duration { load / slices }
}

extension Pace: CustomStringConvertible {
    package var description: String {
        let (load, slice) = (load.milliseconds.text(digits: 0), slice.milliseconds.text(digits: 0))
        return "\(rounds) rounds, loads of \(load) ms in slices of \(slice) ms, idle servers watched for \(quiet)"
    }
}
