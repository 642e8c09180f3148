"""Which options of the HTTP programs take a value: from ``curl --help all`` and ``wget --help``."""

from __future__ import annotations

from collections.abc import Mapping

from migrator.records import dataclass


@dataclass(frozen=True)
class Table:
    """``short`` maps each letter that has a long name to it; ``valued`` are the long names
    that take a value. A letter whose long name takes a value takes one too.
    """

    short: Mapping[str, str]
    valued: frozenset[str]


def _letters(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in pairs.split()}


CURL = Table(
    short=_letters(
        "0=http1.0 A=user-agent b=cookie c=cookie-jar C=continue-at d=data D=dump-header e=referer"
        " E=cert F=form f=fail g=globoff G=get H=header i=include I=head j=junk-session-cookies"
        " k=insecure K=config L=location m=max-time N=no-buffer n=netrc o=output O=remote-name"
        " p=proxytunnel P=ftp-port Q=quote r=range s=silent S=show-error t=telnet-option"
        " T=upload-file u=user U=proxy-user v=verbose w=write-out x=proxy X=request Y=speed-limit"
        " y=speed-time z=time-cond Z=parallel :=next"
    ),
    valued=frozenset(
        "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config"
        " connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves"
        " data data-ascii data-binary data-raw data-urlencode delegation dns-interface"
        " dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine"
        " etag-compare etag-save expect100-timeout form form-string ftp-account"
        " ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms"
        " haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json"
        " keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port"
        " login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time"
        " netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey"
        " preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert"
        " proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type"
        " proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers"
        " proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote"
        " random-file range rate referer request request-target resolve retry retry-delay"
        " retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service"
        " socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond"
        " tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config"
        " unix-socket upload-file url url-query user user-agent variable vlan-priority"
        " write-out".split()
    ),
)

WGET = Table(
    short=_letters(
        "A=accept a=append-output B=base D=domains e=execute I=include-directories i=input-file"
        " l=level o=output-file O=output-document P=directory-prefix Q=quota R=reject t=tries"
        " T=timeout U=user-agent w=wait X=exclude-directories n=no q=quiet S=server-response"
    ),
    valued=frozenset(
        "accept accept-regex append-output backups base bind-address body-data body-file"
        " ca-certificate ca-directory certificate certificate-type ciphers compression config"
        " connect-timeout crl-file cut-dirs default-page directory-prefix dns-timeout domains"
        " exclude-directories exclude-domains execute follow-tags ftp-password ftp-user header"
        " http-password http-user ignore-tags include-directories input-file level limit-rate"
        " load-cookies local-encoding max-redirect method output-document output-file password"
        " pinnedpubkey post-data post-file prefer-family private-key private-key-type progress"
        " proxy-password proxy-user quota read-timeout referer regex-type reject reject-regex"
        " rejected-log remote-encoding report-speed restrict-file-names retry-on-http-error"
        " save-cookies secure-protocol start-pos timeout tries use-askpass user user-agent wait"
        " waitretry warc-dedup warc-file warc-header warc-max-size warc-tempdir".split()
    ),
)

HTTPIE = Table(
    short=_letters(
        "j=json f=form p=print v=verbose h=headers b=body s=style o=output d=download c=continue"
        " a=auth A=auth-type F=follow I=ignore-stdin x=compress"
    ),
    valued=frozenset(
        "auth auth-type boundary cert cert-key cert-key-pass ciphers default-scheme"
        " format-options max-headers max-redirects output pretty print proxy raw"
        " response-charset response-mime session session-read-only ssl style timeout"
        " verify".split()
    ),
)
