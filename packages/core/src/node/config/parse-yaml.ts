import { messageOf } from '../../errors.ts';

/** The parser's tokens within each other: about as many levels as a configuration may have. */
const DEEPEST = 110;

/** What a text in YAML says, or why it cannot be read. */
export type ParsedYaml = { readonly value: unknown } | { readonly problem: string; readonly line: number };

/**
 * Reads YAML, of which JSON is a form. A tag that is not known is a problem, because its value is not what was meant;
 * so is a nesting that would exhaust the stack.
 */
export async function parseYaml(text: string, schema: 'core' | 'json' = 'core'): Promise<ParsedYaml> {
  const { Lexer, Parser, parseDocument } = await import('yaml');
  const parser = new Parser();
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    line += token.split('\n').length - 1;
    for (const _document of parser.next(token));
    if (parser.stack.length > DEEPEST) return { problem: 'lists and objects are nested too deeply', line };
  }
  const document = parseDocument(text, { schema, prettyErrors: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const sentence = (problem.message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, '');
    return { problem: sentence, line: problem.linePos?.[0].line ?? 1 };
  }
  try {
    return { value: document.toJS() };
  } catch (error) {
    // Aliases are expanded here, so an error in them appears here.
    return { problem: messageOf(error), line: 1 };
  }
}
