import { Agent, defineTool } from '@pegboard/core';
import { openai } from '@pegboard/provider-openai';
import http from 'node:http';
const [port, mode, who, rounds = '5'] = process.argv.slice(2);
const stream = process.env.STREAM === '1';
const tool = defineTool({ name: 'tool', description: 'A tool', input: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'string' } } }, execute: () => 'ok' });
const agent = new http.Agent({ keepAlive: true });
function post(body: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => { const req = http.request({ host: '127.0.0.1', port, path: `/${mode}/v1/chat/completions`, method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, resolve); req.on('error', reject); req.end(body); });
}
async function floor() {
  const messages: any[] = [{ role: 'user', content: 'Hi' }]; let text = '';
  for (;;) {
    const res = await post(JSON.stringify({ model: 'm', messages, stream: stream || undefined, tools: [{ type: 'function', function: { name: 'tool', description: 'A tool', parameters: tool.inputSchema } }] }));
    let message: any;
    if (!stream) { let s = ''; res.setEncoding('utf8'); for await (const c of res) s += c; message = JSON.parse(s).choices[0].message; }
    else { message = { role: 'assistant', content: '', tool_calls: [] }; let rest = ''; res.setEncoding('utf8'); for await (const c of res) { rest += c; let at; while ((at = rest.indexOf('\n\n')) >= 0) { const line = rest.slice(6, at); rest = rest.slice(at + 2); if (line === '[DONE]') continue; const d = JSON.parse(line).choices[0]?.delta; if (!d) continue; if (d.content) { message.content += d.content; text = d.content; } for (const t of d.tool_calls ?? []) { const e = (message.tool_calls[t.index] ??= { id: t.id, type: 'function', function: { name: t.function.name, arguments: '' } }); e.function.arguments += t.function.arguments ?? ''; } } } if (!message.tool_calls.length) delete message.tool_calls; }
    messages.push(message);
    if (!message.tool_calls) return;
    for (const c of message.tool_calls) { JSON.parse(c.function.arguments); messages.push({ role: 'tool', tool_call_id: c.id, content: 'ok' }); }
  }
}
const ours = new Agent({ provider: openai({ baseURL: `http://127.0.0.1:${port}/${mode}/v1`, apiKey: 'k', ...(process.env.API && { api: process.env.API as never }) }), model: 'm', tools: [tool], limits: { turns: false }, repeatLimit: false });
let seen = 0;
const run = who === 'floor' ? floor : () => ours.run('Hi', stream ? { onText: (t: string) => { seen += t.length; } } : {});
await run(); await run();
const out: number[] = []; 
for (let i = 0; i < Number(rounds); i++) { const c = process.cpuUsage(); const t = performance.now(); await run(); const d = process.cpuUsage(c); out.push((d.user + d.system) / 1000); }
out.sort((a, b) => a - b); console.log(who, mode, stream ? 'stream' : 'whole', 'cpu ms', out[Math.floor(out.length / 2)]?.toFixed(1));
process.exit(0);
