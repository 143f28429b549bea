import { relative } from 'node:path'
import ts from 'typescript'
import { ROOT } from './program.ts'

export type Schema = Record<string, unknown>

/** Bytes, in one piece or as a stream. */
const BINARY = new Set(['Buffer', 'Uint8Array', 'Readable', 'PassThrough', 'ReadStream'])

export const isBinary = (type: ts.Type): boolean =>
  BINARY.has(type.symbol?.name) || (type.isUnion() && type.types.some((part) => isBinary(part)))

/**
 * JSON Schemas of types as `JSON.stringify` writes their values: one component for each named type, its own properties and no
 * others. What may be undefined is not required; `unknown` allows everything.
 */
export class TypeSchemas {
  readonly components: Record<string, Schema> = {}
  private readonly checker: ts.TypeChecker
  private readonly names = new Map<ts.Symbol, string>()
  private readonly depth: string[] = []

  constructor(checker: ts.TypeChecker) {
    this.checker = checker
  }

  of(type: ts.Type): Schema {
    const { flags } = type
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return {}
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' }
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' }
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' }
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' }
    if (flags & ts.TypeFlags.Null) return { type: 'null' }
    const named = this.nameOf(type)
    if (named === null) return this.shapeOf(type)
    if (named === JSON_VALUE) return {}
    if (!(named in this.components)) {
      this.components[named] = {}
      this.components[named] = this.shapeOf(type)
    }
    return { $ref: `#/components/schemas/${named}` }
  }

  private shapeOf(type: ts.Type): Schema {
    if (type.isUnion()) return this.unionOf(type.types)
    // A brand on a string or a number is nothing that is written.
    if (type.isIntersection()) {
      const primitive = type.types.find(({ flags }) => flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike))
      if (primitive) return this.of(primitive)
    }
    return this.objectOf(type)
  }

  private unionOf(parts: readonly ts.Type[]): Schema {
    const present = parts.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))
    const isBoolean = present.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral).length === 2
    const schemas = present.filter(({ flags }) => !(isBoolean && flags & ts.TypeFlags.BooleanLiteral)).map((part) => this.of(part))
    if (isBoolean) schemas.unshift({ type: 'boolean' })
    const constants = schemas.filter((schema) => 'const' in schema)
    const others = schemas.filter((schema) => !('const' in schema)).sort((a, b) => Number(a.type === 'null') - Number(b.type === 'null'))
    // In alphabetical order: the checker's own depends on what it has seen before.
    const choice = constants.length > 1 ? [{ enum: constants.map((schema) => schema.const).sort() }] : constants
    const unique = [...new Map([...choice, ...others].map((schema) => [JSON.stringify(schema), schema])).values()]
    unique.sort((a, b) => Number(a.type === 'null') - Number(b.type === 'null') || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    return unique.length === 1 ? unique[0]! : { anyOf: unique }
  }

  private objectOf(type: ts.Type): Schema {
    const { checker } = this
    if (isBinary(type)) throw new Error(`bytes inside of JSON: ${this.depth.join('.')}`)
    if (checker.isTupleType(type) || checker.isArrayType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference)
      return { type: 'array', items: items.length === 1 ? this.of(items[0]!) : this.unionOf(items) }
    }
    if (type.getCallSignatures().length > 0 || ['Map', 'Set', 'Promise', 'ReadonlyMap', 'ReadonlySet'].includes(type.symbol?.name))
      throw new Error(`${checker.typeToString(type)} is not JSON: ${this.depth.join('.')}`)
    if (this.depth.length > 25) throw new Error(`a type without a name that contains itself: ${this.depth.join('.')}`)
    const properties: Record<string, Schema> = {}
    const required: string[] = []
    for (const property of checker.getPropertiesOfType(type)) {
      const value = checker.getTypeOfSymbol(property)
      this.depth.push(property.name)
      properties[property.name] = this.of(value)
      this.depth.pop()
      if (!(property.flags & ts.SymbolFlags.Optional) && !mayBeUndefined(value)) required.push(property.name)
    }
    const rest = checker.getIndexInfosOfType(type)[0]
    const additionalProperties = rest ? this.of(rest.type) : false
    return { type: 'object', properties: sorted(properties), ...(required.length && { required: required.sort() }), additionalProperties }
  }

  /** null: it has none that says what it is. Two types of the same name are told apart by the folder they stand in. */
  private nameOf(type: ts.Type): string | null {
    const isAlias = type.aliasSymbol !== undefined
    const symbol = type.aliasSymbol ?? (type.symbol?.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class) ? type.symbol : undefined)
    if (!symbol || (isAlias && type.aliasTypeArguments?.length)) return null
    if (!isAlias && this.checker.getTypeArguments(type as ts.TypeReference).length > 0) return null
    // Any JSON, whoever wrote it down; a type that contains itself is more than clients of the file can be made to understand.
    if (/^json(value|type)?$/i.test(symbol.name)) return JSON_VALUE
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? ''
    if (file.includes('node_modules')) return null
    const known = this.names.get(symbol)
    if (known !== undefined) return known
    const taken = new Set(this.names.values())
    const folders = relative(ROOT, file)
      .replace(/\.ts$/, '')
      .split(/[/\-]/)
      .filter((part) => part !== 'src')
    let name = symbol.name
    while (taken.has(name)) name = `${capital(folders.pop() ?? 'Other')}${name}`
    this.names.set(symbol, name)
    return name
  }
}

const JSON_VALUE = ''

const mayBeUndefined = (type: ts.Type): boolean =>
  (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0 ||
  (type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Undefined))

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
