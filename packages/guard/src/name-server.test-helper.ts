import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Lookup } from '@pegboard/guard';

/** What a name is: addresses of both families, or another name. Nothing: there is no such name. */
export type Zone = (
  name: string,
  asked: number,
) => readonly string[] | { readonly alias: string } | undefined;

const types = { A: 1, CNAME: 5, AAAA: 28 };

/** A name server on 127.0.0.1 that speaks DNS over UDP, and a lookup that asks it. It says that nothing may be kept. */
export async function nameServer(zone: Zone): Promise<{ lookup: Lookup; questions: string[] }> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    const asked = questions.filter((question) => question === `${type} ${name}`).length;
    questions.push(`${type} ${name}`);
    socket.send(answer(query.subarray(0, end), records(zone, name, type, asked)), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver({ tries: 1, timeout: 2_000 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  onTestFinished(() => {
    resolver.cancel();
    socket.close();
  });
  const lookup: Lookup = async (host) => {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  };
  return { lookup, questions };
}

interface DnsRecord {
  readonly type: number;
  readonly data: Buffer;
}

/** An alias is followed by the server, as resolvers do: the answer holds both records. */
function records(zone: Zone, name: string, type: number, asked: number): DnsRecord[] | undefined {
  const found = zone(name, asked);
  if (found === undefined) return undefined;
  if ('alias' in found) {
    const behind = records(zone, found.alias, type, asked) ?? [];
    // The records behind it bear its name; a reader takes the last ones.
    return [{ type: types.CNAME, data: nameBytes(found.alias) }, ...behind];
  }
  const wanted = found.filter((address) => isIPv6(address) === (type === types.AAAA));
  return wanted.map((address) => ({ type, data: addressBytes(address) }));
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(question: Buffer, found: readonly DnsRecord[] | undefined): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(found ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(found?.length ?? 0, 6);
  head.writeUInt32BE(0, 8);
  let owner = Buffer.from([0xc0, 12]);
  const rows = (found ?? []).map(({ type, data }) => {
    const row = Buffer.alloc(10);
    row.writeUInt16BE(type, 0);
    row.writeUInt16BE(1, 2);
    row.writeUInt16BE(data.length, 8);
    const whole = Buffer.concat([owner, row, data]);
    if (type === types.CNAME) owner = data as Buffer<ArrayBuffer>;
    return whole;
  });
  return Buffer.concat([head, ...rows]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCodePoint(label.length)}${label}`));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail)];
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
