// Holds every interface of src/api/entities.ts against the JSON Schema of the API entity of its name: a property that
// the API does not have, one that may be absent or null and does not say so, or one of another kind is a mistake.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

interface Schema {
  $ref?: string;
  type?: string | string[];
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  $defs?: Record<string, Schema>;
}

const schemas = join(process.cwd(), '../tests/contract/schemas');
const loaded = new Map<string, Schema>();
function load(file: string): Schema {
  if (!loaded.has(file)) loaded.set(file, JSON.parse(readFileSync(join(schemas, file), 'utf8')) as Schema);
  return loaded.get(file)!;
}
function resolve(schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const [file, where] = schema.$ref.split('#/$defs/');
  return resolve(where ? load(file!).$defs![where]! : load(file!));
}

/** The kinds a value may have: "string", "number", "boolean", "null", "array", "object". */
function kindsOf(schema: Schema): Set<string> {
  const known = resolve(schema);
  if (known.anyOf) return new Set(known.anyOf.flatMap((one) => [...kindsOf(one)]));
  if (known.enum) return new Set(known.enum.map((one) => (one === null ? 'null' : typeof one)));
  if (known.const !== undefined) return new Set([typeof known.const]);
  const types = Array.isArray(known.type) ? known.type : [known.type ?? 'object'];
  return new Set(types.map((one) => (one === 'integer' ? 'number' : one)));
}

const file = join(process.cwd(), 'src/api/entities.ts');
const program = ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022, types: [] });
const checker = program.getTypeChecker();
const source = program.getSourceFile(file)!;

function kindsOfType(type: ts.Type): Set<string> {
  if (type.isUnion()) return new Set(type.types.flatMap((one) => [...kindsOfType(one)]));
  if (type.flags & ts.TypeFlags.StringLike) return new Set(['string']);
  if (type.flags & ts.TypeFlags.NumberLike) return new Set(['number']);
  if (type.flags & ts.TypeFlags.BooleanLike) return new Set(['boolean']);
  if (type.flags & ts.TypeFlags.Null) return new Set(['null']);
  if (type.flags & ts.TypeFlags.Undefined) return new Set();
  return new Set([checker.isArrayType(type) ? 'array' : 'object']);
}

function compare(type: ts.Type, schema: Schema, at: string, wrongs: string[]) {
  for (const property of type.getProperties()) {
    const name = `${at}.${property.name}`;
    const wanted = schema.properties?.[property.name];
    if (!wanted) { wrongs.push(`${name}: the API has no such thing`); continue; }
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    if (!optional && !schema.required?.includes(property.name)) wrongs.push(`${name}: may be absent`);
    const ours = checker.getTypeOfSymbol(property);
    const theirs = kindsOf(wanted), mine = kindsOfType(ours);
    for (const kind of theirs) if (!mine.has(kind)) wrongs.push(`${name}: may be ${kind}`);
    for (const kind of mine) if (!theirs.has(kind)) wrongs.push(`${name}: is never ${kind}`);
    inside(ours, wanted, name, wrongs);
  }
}

/** Shapes written in place are compared too; named ones have their own schema. */
function inside(type: ts.Type, schema: Schema, at: string, wrongs: string[]) {
  const known = resolve(schema);
  const bare = checker.getNonNullableType(type);
  if (checker.isArrayType(bare) && known.items) {
    const item = checker.getTypeArguments(bare as ts.TypeReference)[0]!;
    const theirs = kindsOf(known.items), mine = kindsOfType(item);
    for (const kind of theirs) if (!mine.has(kind)) wrongs.push(`${at}[]: may be ${kind}`);
    return inside(item, known.items, `${at}[]`, wrongs);
  }
  if (bare.symbol?.name === '__type' && known.properties) compare(bare, known, at, wrongs);
}

/** Ours alone: the schema leaves open what is inside. */
const own = new Set(['MediaMeta']);
const interfaces: ts.InterfaceDeclaration[] = [];
source.forEachChild((node) => { if (ts.isInterfaceDeclaration(node) && !own.has(node.name.text)) interfaces.push(node); });

describe('entities', () => {
  test('there are some', () => expect(interfaces.length).toBeGreaterThan(40));
  for (const node of interfaces) {
    const name = node.name.text;
    test(`${name} is what the API says`, () => {
      expect(existsSync(join(schemas, `${name}.schema.json`)), 'a schema of this name').toBe(true);
      const wrongs: string[] = [];
      compare(checker.getTypeAtLocation(node), load(`${name}.schema.json`), name, wrongs);
      expect(wrongs).toEqual([]);
    });
  }
});
