// Our own tools as an MCP server, at standard input and output: any MCP host can start this file.
import { serveTools } from '@pegboard/mcp';
import { shop } from './shop.ts';

await serveTools(shop, { name: 'shop' }).stdio();
