import { IntlMessageFormat } from 'intl-messageformat';
import ts from 'typescript';
import { nodesOf, treeOf } from './source.ts';

/** What we read of a part of a parsed message: text (0), a slot, a choice with options, `#` (7, without value), or a tag with children. */
interface Part {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>;
  readonly children?: readonly Part[];
}
const plainText = 0;

/** Names of the slots of an ICU message, sorted; tags count. Throws where the message is not ICU. */
export function slotsOf(message: string): string[] {
  const found = new Set<string>();
  const walk = (parts: readonly Part[]): void => {
    for (const { type, value, options, children } of parts) {
      if (type === plainText || value === undefined) continue;
      found.add(children ? `<${value}>` : value);
      walk(children ?? Object.values(options ?? {}).flatMap((option) => option.value));
    }
  };
  walk(new IntlMessageFormat(message, 'en').getAst());
  return [...found].sort();
}

/** A message key that code names: whole, or the fixed beginning of one that it puts together. */
export interface UsedKey {
  readonly key: string;
  readonly whole: boolean;
  readonly at: string;
}

/** Functions whose first argument is a message key. */
const speaking = new Set(['t', 'rich', 'text']);

/** Keys that a file asks for: `t('a.b')`, `t(`a.${code}`)`, `words.text('a.b')`. */
export function askedKeys(file: string, source?: string): UsedKey[] {
  const tree = treeOf(file, source);
  const found: UsedKey[] = [];
  for (const node of nodesOf(tree)) {
    if (!ts.isCallExpression(node)) continue;
    const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
    const [first] = node.arguments;
    if (!speaking.has(called) || !first) continue;
    const at = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    for (const key of keysIn(first)) found.push({ ...key, at });
  }
  return found;
}

function keysIn(node: ts.Expression): { key: string; whole: boolean }[] {
  if (ts.isStringLiteralLike(node)) return node.text.includes('.') ? [{ key: node.text, whole: true }] : [];
  if (ts.isTemplateExpression(node)) return node.head.text.includes('.') ? [{ key: node.head.text, whole: false }] : [];
  if (ts.isConditionalExpression(node)) return [...keysIn(node.whenTrue), ...keysIn(node.whenFalse)];
  return [];
}

/** Codes of the refusals that a file makes: `refuse('conflict', 'a.b')`, `{ code: 'a.b', kind: … }`. */
export function refusalCodes(file: string, source?: string): UsedKey[] {
  const tree = treeOf(file, source);
  const found: UsedKey[] = [];
  const note = (node: ts.Node | undefined) => {
    if (!node) return;
    const at = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    for (const child of nodesOf(node))
      if (ts.isStringLiteralLike(child) && /^[a-z]+\.[A-Za-z]/.test(child.text)) found.push({ key: `problem.${child.text}`, whole: true, at });
  };
  for (const node of nodesOf(tree)) {
    if (ts.isCallExpression(node) && ['refuse', 'refused', 'refusal'].includes(node.expression.getText())) note(node.arguments[1]);
    if (ts.isObjectLiteralExpression(node)) {
      const member = (name: string) =>
        node.properties.find((property) => ts.isPropertyAssignment(property) && property.name.getText() === name) as
          | ts.PropertyAssignment
          | undefined;
      if (member('kind') && member('code')) note(member('code')?.initializer);
    }
  }
  return found;
}

/** Every text in a file that could be a key or the beginning of one: for finding keys that nobody asks for. */
export function possibleKeys(file: string): { whole: Set<string>; beginnings: Set<string> } {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const node of nodesOf(treeOf(file))) {
    if (ts.isStringLiteralLike(node)) whole.add(node.text);
    else if (ts.isTemplateExpression(node)) beginnings.add(node.head.text);
  }
  return { whole, beginnings };
}
