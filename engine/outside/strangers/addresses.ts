/** `isPublic`: whether an IP address is one of the open internet, and not one of a network that only this machine may see. */
import { BlockList, isIPv6 } from 'node:net'

/** IANA's special-purpose registries, multicast, and what carries an IPv4 address inside an IPv6 one. */
const PRIVATE_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
const PRIVATE_6 = [
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

// one list a family: in a shared one ::ffff:0:0/96 would close all of IPv4
const [closed4, closed6] = [new BlockList(), new BlockList()]
for (const range of PRIVATE_4) closed4.addSubnet(...partsOf(range), 'ipv4')
for (const range of PRIVATE_6) closed6.addSubnet(...partsOf(range), 'ipv6')

export function isPublic(address: string): boolean {
  return isIPv6(address) ? !closed6.check(address, 'ipv6') : !closed4.check(address, 'ipv4')
}

function partsOf(range: string): [net: string, prefix: number] {
  const [net = '', prefix = ''] = range.split('/')
  return [net, Number(prefix)]
}
