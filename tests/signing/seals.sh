#!/bin/sh
# Makes the seals of the tests: keys and certificates of invented institutions, valid from 2020
# to 2099, each in a PKCS#12 file with the password `slaptas žodis`; and signatures that openssl made
# of `sutarta`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
password='slaptas žodis'
cat > ca.cnf <<END
[ca]
default_ca = authority
[authority]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
default_startdate = 20200101000000Z
default_enddate = 20991231235959Z
policy = any
copy_extensions = none
[any]
commonName = supplied
organizationName = optional
countryName = optional
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
END
: > index
ec() { openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$2" -out "$1.key"; }
rsa() { openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:$2" -out "$1.key"; }
# issue NAME SUBJECT EXTENSIONS ISSUER [OPTIONS]
issue() {
    name=$1 subject=$2 extensions=$3 issuer=$4; shift 4
    openssl req -new -utf8 -key "$name.key" -subj "$subject" -out "$name.csr"
    if [ "$issuer" = self ]; then set -- -selfsign -keyfile "$name.key" "$@"
    else set -- -cert "$issuer.pem" -keyfile "$issuer.key" "$@"; fi
    openssl ca -batch -notext -utf8 -config ca.cnf -extensions "$extensions" -in "$name.csr" -out "$name.pem" "$@" 2>/dev/null
}
pack() { name=$1; shift; openssl pkcs12 -export -passout "pass:$password" -out "$here/$name.p12" "$@"; }

ec root P-256; issue root "/C=LT/O=Pavyzdžio sertifikatų centras/CN=Pavyzdžio sertifikatai" root self
ec p256 P-256; issue p256 "/C=LT/O=Pavyzdžio viešoji biblioteka/CN=Rūta Žemaitienė" signer root
ec p384 P-384; issue p384 "/C=LT/O=Išgalvota gimnazija/CN=Ąžuolas Šileikis" signer self
rsa rsa 2048; issue rsa "/C=LT/O=Pavyzdžio viešoji biblioteka/CN=Jonas Ramanauskas" signer root
rsa rsa3072 3072; issue rsa3072 "/C=LT/O=Išgalvota gimnazija/CN=Eglė Čiurlytė" signer self
ec curve P-521; issue curve "/C=LT/CN=Kita kreivė" signer self
ec server P-256; issue server "/C=LT/CN=biblioteka.example" server root
ec expired P-256; issue expired "/C=LT/CN=Buvusi vadovė" signer root -startdate 20200101000000Z -enddate 20210101000000Z
ec other P-256

pack p256 -inkey p256.key -in p256.pem -certfile root.pem
pack p384 -inkey p384.key -in p384.pem
pack rsa -inkey rsa.key -in rsa.pem -certfile root.pem
pack rsa3072 -inkey rsa3072.key -in rsa3072.pem
pack legacy -legacy -inkey p256.key -in p256.pem -certfile root.pem
pack curve -inkey curve.key -in curve.pem
pack server -inkey server.key -in server.pem
pack expired -inkey expired.key -in expired.pem
pack certificates -nokeys -in p256.pem
# openssl refuses a key with a foreign certificate, but not a key alone.
pack key -inkey other.key -nocerts

# confirm NAME SEAL [OPTIONS]
confirm() {
    name=$1 seal=$2; shift 2
    printf sutarta | openssl cms -sign -binary -outform DER -inkey "$seal.key" -signer "$seal.pem" -out "$here/$name.cms" "$@"
}
pss() { name=$1; shift; confirm "$name" rsa -keyopt rsa_padding_mode:pss "$@"; }
confirm plain rsa -noattr
confirm sha512 rsa -md sha512
confirm subject p384 -md sha512 -keyid
pss pss -md sha256 -keyopt rsa_pss_saltlen:digest
pss pss512 -md sha512 -keyopt rsa_pss_saltlen:20
# A mask of another digest.
pss mask -md sha256 -keyopt rsa_mgf1_md:sha1
