// Tells what can be read below a root, from inside of a mount namespace.
import { confine } from '@pegboard/guard';

const [root = '', ...paths] = process.argv.slice(2);
const answers: Record<string, string> = {};
for (const crossMounts of [false, true]) {
  const folder = confine(root, { crossMounts });
  for (const path of paths) {
    answers[`${path} ${crossMounts}`] = await folder.read(path).then(
      ({ bytes }) => Buffer.from(bytes).toString(),
      (error: Error) => error.message,
    );
  }
}
process.stdout.write(JSON.stringify(answers));
