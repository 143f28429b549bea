import { Parser } from 'saxen'
import { MAX_XML_CHARACTERS, MAX_XML_DEPTH, MAX_XML_ELEMENTS } from './limits.ts'
import type { Problem } from './problems.ts'
import { decodeEntities, findDeclaration, openTagOffsets, placesOf } from './xml-text.ts'

/** One element of the file. `name` carries the well-known prefix of its namespace, whatever the file calls it. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  /** Its own text, CDATA included, without that of its children. */
  text: string
  line: number | null
  column: number | null
}

/** activiti's namespace is camunda's older name, operaton's the one of its fork; files with either are about. */
const NAMESPACES = {
  'http://www.omg.org/spec/BPMN/20100524/MODEL': 'bpmn',
  'http://www.omg.org/spec/BPMN/20100524/DI': 'bpmndi',
  'http://www.omg.org/spec/DD/20100524/DI': 'di',
  'http://www.omg.org/spec/DD/20100524/DC': 'dc',
  'http://camunda.org/schema/1.0/bpmn': 'camunda',
  'http://activiti.org/bpmn': 'camunda',
  'http://operaton.org/schema/1.0/bpmn': 'camunda',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
  // DMN 1.1 to 1.5, with the two other spellings that camunda accepts
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd': 'dmn',
  'http://www.omg.org/spec/DMN/20151101/dmn11.xsd': 'dmn',
  'http://www.omg.org/spec/DMN/20180521/MODEL/': 'dmn',
  'http://www.omg.org/spec/DMN/20191111/MODEL/': 'dmn',
  'https://www.omg.org/spec/DMN/20191111/MODEL/': 'dmn',
  'https://www.omg.org/spec/DMN/20211108/MODEL/': 'dmn',
  'https://www.omg.org/spec/DMN/20230324/MODEL/': 'dmn',
  'http://camunda.org/schema/1.0/dmn': 'camunda',
}

export type XmlResult = { ok: true; root: XmlElement } | { ok: false; problems: Problem[] }

/**
 * XML text as a tree. A small tree of our own rather than moddle's: reading is synchronous, every element knows its
 * line and column, and nothing that stands in the file is dropped in silence.
 */
export function parseXml(text: string): XmlResult {
  const xml = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (xml.length > MAX_XML_CHARACTERS) {
    const message = `the file has ${xml.length} characters; at most ${MAX_XML_CHARACTERS} are read`
    return { ok: false, problems: [{ code: 'MODEL_TOO_LARGE', message, elementId: null, line: null, column: null }] }
  }
  const placeAt = placesOf(xml)
  const declaration = findDeclaration(xml, placeAt)
  if (declaration) return { ok: false, problems: [declaration] }
  return readTree(xml, placeAt)
}

function readTree(xml: string, placeAt: ReturnType<typeof placesOf>): XmlResult {
  const offsets = openTagOffsets(xml)
  const problems: Problem[] = []
  const stack: XmlElement[] = []
  let root: XmlElement | null = null
  let count = 0
  const parser = new Parser({ proxy: true }).ns(NAMESPACES)

  const refuse = (code: Problem['code'], message: string, place: { line: number; column: number } | null) => {
    problems.push({ code, message, elementId: null, line: place?.line ?? null, column: place?.column ?? null })
    parser.stop()
  }
  const refuseAt = (error: Error, getContext: () => { line: number; column: number }) => {
    const { line, column } = getContext()
    if (problems.length === 0) refuse('XML_INVALID', `not well-formed XML: ${error.message}`, { line: line + 1, column: column + 1 })
  }
  const addText = (text: string) => {
    const current = stack.at(-1)
    if (current) current.text += text
  }

  parser
    .on('openTag', (node) => {
      const offset = offsets[count++]
      const place = offset === undefined ? null : placeAt(offset)
      if (count > MAX_XML_ELEMENTS) return refuse('MODEL_TOO_LARGE', `the file has more than ${MAX_XML_ELEMENTS} elements`, place)
      if (stack.length >= MAX_XML_DEPTH) return refuse('NESTING_TOO_DEEP', `elements are nested deeper than ${MAX_XML_DEPTH}`, place)
      const element = elementOf(node, place)
      if (stack.length > 0) stack.at(-1)!.children.push(element)
      else if (root) return refuse('XML_INVALID', 'not well-formed XML: a second root element', place)
      else root = element
      stack.push(element)
    })
    .on('closeTag', () => void stack.pop())
    .on('text', (text) => addText(decodeEntities(text)))
    .on('cdata', addText)
    .on('attention', (_text, _decode, getContext) => refuseAt(new Error('unexpected <!'), getContext))
    .on('error', refuseAt)
    .on('warn', refuseAt)
  parser.parse(xml)

  if (problems.length > 0) return { ok: false, problems }
  if (root && stack.length === 0) return { ok: true, root }
  const message = root ? 'not well-formed XML: the file ends inside an element' : 'not XML: the file has no element'
  return { ok: false, problems: [{ code: 'XML_INVALID', message, elementId: null, line: 1, column: 1 }] }
}

function elementOf(
  node: { name: string; attrs: Record<string, string> | false },
  place: { line: number; column: number } | null,
): XmlElement {
  const attributes = Object.entries(node.attrs || {}).map(([name, value]) => [name, decodeEntities(value)])
  return {
    name: node.name,
    attributes: Object.fromEntries(attributes) as Record<string, string>,
    children: [],
    text: '',
    line: place?.line ?? null,
    column: place?.column ?? null,
  }
}
