import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { computerScreen, type ComputerScreenOptions } from '@pegboard/toolbox';
import { neededPrograms } from './needed-programs.ts';

it('a screen says what computerUse must know, and opens nothing yet', async () => {
  await using screen = computerScreen({ width: 1280, height: 720 });
  expect(screen).toMatchObject({ displayWidthPx: 1280, displayHeightPx: 720, enableZoom: true });
  await using usual = computerScreen();
  expect(usual).toMatchObject({ displayWidthPx: 1024, displayHeightPx: 768 });
});

it.each<readonly [string, ComputerScreenOptions, RegExp]>([
  ['no width', { width: 0 }, /"width".*64 to 7680/],
  ['half a pixel', { height: 700.5 }, /"height"/],
  ['a settle time below 0', { settleMs: -1 }, /"settleMs"/],
  ['a program that is no list', { open: ['xterm'] as never }, /"open".*"xterm".*list of lists/],
  ['a program without a name', { open: [['']] }, /"open"/],
  ['a NUL byte', { open: [['xterm', 'a\0b']] }, /"open"/],
  ['a root that is not there', { root: '/nowhere/at/all' }, /does not exist/],
  ['another sandbox', { sandbox: 'docker' as never }, /computerScreen.*"sandbox".*bubblewrap or none/],
  ['a network that is there anyway', { sandbox: 'none', network: true }, /"network"/],
  ['a path that is relative', { readable: ['tools'] }, /absolute/],
  ['no limit', { maxMemoryBytes: 0 }, /"maxMemoryBytes"/],
  ['a display that is none', { display: '; xterm' }, /"display"/],
  ['a display of another machine', { display: 'tcp/host:0' }, /"display"/],
  ['programs for a screen that is there', { display: ':0', open: [['xterm']] } as never, /"open".*:0/],
  ['a root for a screen that is there', { display: ':0', root: tmpdir() } as never, /"root"/],
])('%s is refused at once', (_, options, message) => {
  expect(() => computerScreen(options)).toThrow(message);
});

it('programs that are not there are named, with their packages', async () => {
  // What lies below the root counts as absent.
  await expect(neededPrograms(['Xvfb', 'xdotool', 'maim', 'xmodmap'], '/usr')).rejects.toThrow(
    /Xvfb, xdotool, maim, xmodmap are not installed.*apt-get install xvfb xdotool maim x11-xserver-utils\.$/,
  );
  await expect(neededPrograms(['slirp4netns'], '/usr')).rejects.toThrow(/slirp4netns is not installed/);
});
