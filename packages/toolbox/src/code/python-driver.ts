/** Runs inside the sandbox: gives a function that runs a script and answers in JSON. */
export const driver = `
import sys

def make_run():
    import json, traceback
    from pyodide.code import eval_code

    def words_of(error):
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == 'script.py']
        place = f' (line {frames[-1].lineno})' if frames else ''
        return ''.join(traceback.format_exception_only(error)).strip() + place

    def exact(value):
        if isinstance(value, bool) or not isinstance(value, (int, dict, list, tuple)):
            return value
        if isinstance(value, int):
            return value if abs(value) < 2 ** 53 else str(value)
        if isinstance(value, dict):
            return {key: exact(member) for key, member in value.items()}
        return [exact(member) for member in value]

    def run(code):
        scope = {'__name__': '__main__'}
        try:
            value = eval_code(code, scope, filename='script.py')
            if value is None:
                return '{}'
            try:
                return json.dumps({'value': json.dumps(exact(value), allow_nan=False)})
            except (TypeError, ValueError, RecursionError):
                return json.dumps({'value': json.dumps(repr(value))})
        except SystemExit as error:
            return '{}' if not error.code else json.dumps({'problem': f'SystemExit: {error.code}'})
        except BaseException as error:
            return json.dumps({'problem': words_of(error)})

    return run

for name in [name for name in sys.modules if name.split('.')[0] in ('js', 'pyodide_js')]:
    del sys.modules[name]
make_run()
`;
