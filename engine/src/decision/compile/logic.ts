import { attribute, childOf, childrenOf } from '../../model/compile/attributes.ts'
import type { XmlElement } from '../../model/xml.ts'
import type { ContextEntry, FunctionLogic, Logic } from '../model.ts'
import type { DecisionContext } from './context.ts'
import { contentOf, textOf } from './context.ts'
import { compileTable } from './table.ts'
import { typeOf } from './types.ts'

type Compiler = (element: XmlElement, resultName: string, context: DecisionContext) => Logic

const NOTHING: Logic = { kind: 'formula', formula: { kind: 'empty' } }

/** One compiler for each kind of expression in DMN 1.5, chapter 7.3, 8 and 10.2.1. */
const COMPILERS: Record<string, Compiler> = {
  'dmn:literalExpression': compileLiteral,
  'dmn:decisionTable': compileTable,
  'dmn:functionDefinition': (element, resultName, context) => compileFunction(element, resultName, context),
  'dmn:context': compileBoxedContext,
  'dmn:list': (element, resultName, context) => ({ kind: 'list', items: itemsOf(element, resultName, context) }),
  'dmn:relation': compileRelation,
  'dmn:invocation': compileInvocation,
  'dmn:conditional': (element, resultName, context) => ({
    kind: 'conditional',
    if: partOf(element, 'if', resultName, context),
    then: partOf(element, 'then', resultName, context),
    otherwise: partOf(element, 'else', resultName, context),
  }),
  'dmn:filter': (element, resultName, context) => ({
    kind: 'filter',
    in: partOf(element, 'in', resultName, context),
    match: partOf(element, 'match', resultName, context),
  }),
  'dmn:for': iteration('for', 'return'),
  'dmn:every': iteration('every', 'satisfies'),
  'dmn:some': iteration('some', 'satisfies'),
}

/** The expression among an element's children; null if there is none. */
export function expressionOf(element: XmlElement, resultName: string, context: DecisionContext): Logic | null {
  const child = element.children.find(({ name }) => Object.hasOwn(COMPILERS, name))
  return child ? COMPILERS[child.name]!(child, resultName, context) : null
}

/** A function definition, also as the encapsulatedLogic of a business knowledge model. */
export function compileFunction(element: XmlElement, resultName: string, context: DecisionContext): FunctionLogic {
  const kind = attribute(element, 'kind') ?? 'FEEL'
  if (kind.toUpperCase() !== 'FEEL') {
    context.report('UNSUPPORTED_LANGUAGE', element, `${context.label(element)} is a function in ${kind}, which is not executed; use FEEL`)
  }
  const parameters = childrenOf(element, 'dmn:formalParameter').map((parameter) => nameOf(parameter, context))
  return { kind: 'function', parameters, body: required(element, resultName, context) }
}

function compileLiteral(element: XmlElement, _resultName: string, context: DecisionContext): Logic {
  const imported = childOf(element, 'dmn:importedValues')
  if (imported) context.report('UNSUPPORTED_ELEMENT', imported, `${context.label(imported)}: values of other files are not imported`)
  const formula = context.formula(element, textOf(element))
  if (textOf(element).trim() === '')
    context.warn('INVALID_EXPRESSION', element, `${context.label(element)} is empty: its value is always null`)
  return { kind: 'formula', formula }
}

function compileBoxedContext(element: XmlElement, resultName: string, context: DecisionContext): Logic {
  const entries = childrenOf(element, 'dmn:contextEntry').map((entry): ContextEntry => {
    const variable = childOf(entry, 'dmn:variable')
    const name = variable && nameOf(variable, context)
    return { name, type: typeOf(variable, context), value: required(entry, name ?? resultName, context) }
  })
  return { kind: 'context', entries }
}

function compileRelation(element: XmlElement, resultName: string, context: DecisionContext): Logic {
  const columns = childrenOf(element, 'dmn:column').map((column) => nameOf(column, context))
  const rows = childrenOf(element, 'dmn:row').map((row) => {
    const cells = itemsOf(row, resultName, context)
    if (cells.length !== columns.length) {
      context.report('INVALID_TABLE', row, `${context.label(row)} has ${cells.length} values for ${columns.length} columns`)
    }
    return cells
  })
  return { kind: 'relation', columns, rows }
}

function compileInvocation(element: XmlElement, resultName: string, context: DecisionContext): Logic {
  const bindings = childrenOf(element, 'dmn:binding').map((binding) => {
    const parameter = childOf(binding, 'dmn:parameter')
    if (!parameter) context.report('MISSING_NAME', binding, `${context.label(binding)} names no parameter`)
    return {
      parameter: parameter ? nameOf(parameter, context) : '',
      value: expressionOf(binding, resultName, context) ?? NOTHING,
    }
  })
  return { kind: 'invocation', function: required(element, resultName, context), bindings }
}

function iteration(operator: 'for' | 'every' | 'some', body: string): Compiler {
  return (element, resultName, context) => {
    const variable = attribute(element, 'iteratorVariable')
    if (variable === null) context.report('MISSING_NAME', element, `${context.label(element)} has no iteratorVariable`)
    return {
      kind: 'iteration',
      operator,
      variable: variable ?? '',
      in: partOf(element, 'in', resultName, context),
      body: partOf(element, body, resultName, context),
    }
  }
}

function itemsOf(element: XmlElement, resultName: string, context: DecisionContext): Logic[] {
  return contentOf(element).flatMap((child) => {
    const compile = Object.hasOwn(COMPILERS, child.name) ? COMPILERS[child.name]! : null
    return compile ? [compile(child, resultName, context)] : []
  })
}

function partOf(element: XmlElement, name: string, resultName: string, context: DecisionContext): Logic {
  const part = childOf(element, `dmn:${name}`)
  if (part) return required(part, resultName, context)
  context.report('INVALID_EXPRESSION', element, `${context.label(element)} has no <${name}>`)
  return NOTHING
}

function required(element: XmlElement, resultName: string, context: DecisionContext): Logic {
  const logic = expressionOf(element, resultName, context)
  if (!logic) context.report('INVALID_EXPRESSION', element, `${context.label(element)} has no expression`)
  return logic ?? NOTHING
}

function nameOf(element: XmlElement, context: DecisionContext): string {
  const name = attribute(element, 'name')
  if (name === null) context.report('MISSING_NAME', element, `${context.label(element)} has no name`)
  return name ?? ''
}
