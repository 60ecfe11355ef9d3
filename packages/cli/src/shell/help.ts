import type { ArgsDef } from 'citty';
import { columns } from '../terminal/columns.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Command, CommandTable } from './command.ts';
import { commonArgs } from './common-args.ts';
import { exitCodeRows } from './exit-codes.ts';
import { kebab } from './read-args.ts';

type Row = readonly string[];

/** The help of one command. */
export function commandHelp(
  path: readonly string[],
  summary: string,
  command: Command,
  out: Terminal,
): string {
  const words = Object.entries(command.args).filter(([, { type }]) => type === 'positional');
  const options = Object.entries(command.args).filter(([, { type }]) => type !== 'positional');
  const usage = words.map(([name, def]) => wordOf(name, def));
  const parts = [
    `${['pegboard', ...path, ...usage].join(' ')}${options.length > 0 ? ' [options]' : ''}\n`,
    `\n${columns([[`${summary}.${command.details === undefined ? '' : ` ${command.details}`}`]], out.width, '')}`,
    section(
      'Arguments',
      words.map(([name, def]) => [wordOf(name, def), def.description ?? '']),
      out,
    ),
    section('Options', options.map(optionRow), out),
    section('On every command', Object.entries<ArgsDef[string]>(commonArgs).map(optionRow), out),
    section('Examples', command.examples ?? [], out),
    ...(command.showsExitCodes ? [section('Exit codes', exitCodeRows, out)] : []),
  ];
  return parts.join('');
}

/** The help of a word that only leads to commands. */
export function tableHelp(
  path: readonly string[],
  intro: string,
  commands: CommandTable,
  out: Terminal,
): string {
  const name = ['pegboard', ...path].join(' ');
  const rows = Object.entries(commands).flatMap(([word, { summary, commands: inner }]): Row[] =>
    inner
      ? Object.entries(inner).map(([next, entry]) => [`${word} ${next}`, entry.summary])
      : [[word, summary]],
  );
  return [
    `${name} <command> [options]\n`,
    `\n${columns([[intro]], out.width, '')}`,
    section('Commands', rows, out),
    section('On every command', Object.entries<ArgsDef[string]>(commonArgs).map(optionRow), out),
    ...(path.length === 0 ? [section('Exit codes', exitCodeRows, out)] : []),
    `\n${out.style('dim', `${name} <command> --help says more of each.`)}\n`,
  ].join('');
}

function section(title: string, rows: readonly Row[], out: Terminal): string {
  if (rows.length === 0) return '';
  const coloured = rows.map(([first = '', ...rest]) => [out.style('cyan', first), ...rest]);
  return `\n${out.style('bold', title)}\n${columns(coloured, out.width)}`;
}

function wordOf(name: string, { required, valueHint }: ArgsDef[string]): string {
  const more = valueHint === '...' ? '...' : '';
  return required === false ? `[${name}${more}]` : `<${name}${more}>`;
}

function optionRow([name, def]: readonly [string, ArgsDef[string]]): Row {
  const alias = 'alias' in def && typeof def.alias === 'string' ? `, -${def.alias}` : '';
  const choices = 'options' in def ? def.options?.join('|') : undefined;
  const value = def.type === 'boolean' ? '' : ` <${choices ?? def.valueHint ?? 'value'}>`;
  return [`--${kebab(name)}${alias}${value}`, def.description ?? ''];
}
