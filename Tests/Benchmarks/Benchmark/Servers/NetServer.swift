/// Perl's pre-forking server.
package struct NetServer: Server {
    package let name = "Net::Server::PreFork"

    package init() {}

    package var needs: [Need] {
        [
            Need("/usr/bin/perl", from: "perl"),
            Need("/usr/share/perl5/Net/Server/PreFork.pm", from: "libnet-server-perl"),
        ]
    }

    package func does(_ work: Work) -> Bool { work.handler == .greeting || work.handler == .echo }

    package func commandLine(for work: Work, at place: ServerPlace) throws -> [String] {
        // A pool of one size must still leave it a difference between its limits.
        let max = Swift.max(work.max, work.min + 1)
        let serve =
            switch work.handler {
            case .greeting, .program: "syswrite $client, \"Smile from the server\\n\";"
            case .echo: "my $bytes; syswrite $client, $bytes while sysread $client, $bytes, 4096;"
            }
        let script = try place.folder.write(
            "server.pl",
            """
            use strict;
            package Measured;
            use base 'Net::Server::PreFork';
            sub process_request { my ($self, $client) = @_; \(serve) }
            Measured->run(
                host => '127.0.0.1', port => \(place.port), ipv => 4, listen => 4096, log_level => 0,
                no_client_stdout => 1, reverse_lookups => 0,
                min_servers => \(work.min), max_servers => \(max), min_spare_servers => \(min(work.min, max - 1)),
                max_spare_servers => \(max - 1), max_requests => 1_000_000_000);
            """)
        return ["/usr/bin/perl", script]
    }
}
