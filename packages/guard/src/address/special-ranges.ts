/** What an address is for. Only `public` ones are reached without being asked for. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'shared'
  | 'link-local'
  | 'metadata'
  | 'multicast'
  | 'unspecified'
  | 'transition'
  | 'documentation'
  | 'reserved';

/** Where clouds answer with credentials of the machine: each vendor's documents name its own. One of them, Azure's, is a public address. */
const metadata = [
  '169.254.169.254/32',
  '169.254.170.2/32',
  '169.254.170.23/32',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::254/128',
  'fd00:ec2::23/128',
  'fd20:ce::254/128',
  'fd00:42::42/128',
];

/**
 * Blocks that are not for everybody, the first that matches counts. From the IANA registries "IPv4 Special-Purpose Address Space",
 * "IPv6 Special-Purpose Address Space" and "IPv4 Multicast Address Space". Stricter than they are where a block is of no use to a client:
 * all of 192.0.0.0/24 and 2001::/23, relays and anycast services.
 */
export const specialRanges: readonly (readonly [AddressKind, readonly string[]])[] = [
  ['metadata', metadata],
  ['unspecified', ['0.0.0.0/8', '::/128']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10']],
  ['shared', ['100.64.0.0/10']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']],
  // Addresses that carry another address: where they lead is up to a relay. 192.88.99.0/24 is the relay of 6to4.
  ['transition', ['192.88.99.0/24', '::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48', '2001::/32', '2002::/16']],
  [
    'reserved',
    [
      '192.0.0.0/24',
      '192.31.196.0/24',
      '192.52.193.0/24',
      '192.175.48.0/24',
      '198.18.0.0/15',
      '240.0.0.0/4',
      '100::/64',
      '100:0:0:1::/64',
      '2001::/23',
      '2620:4f:8000::/48',
      '5f00::/16',
    ],
  ],
];

/** The block that IANA gives out to networks (RFC 4291, section 2.4); nothing outside it is public. */
export const globalUnicast = '2000::/3';

/** The well-known prefix of NAT64 (RFC 6052): networks without IPv4 reach public IPv4 hosts by it, so what it carries decides. */
export const nat64 = '64:ff9b::/96';
