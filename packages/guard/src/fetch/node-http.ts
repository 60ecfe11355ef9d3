// `import` would read every export of `node:http`, and load Node's WebSocket and fetch with it, which takes eight times as long.
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
