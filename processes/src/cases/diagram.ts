import type { CaseContext } from './context.ts'
import type { Caller } from './ports.ts'
import { readableCase } from './resources.ts'

export interface Diagram {
  xml: string
  active: string[]
  completed: string[]
  incidents: string[]
}

/** The model the case runs on, with where it is and where it has been. @throws NOT_FOUND */
export async function diagram(context: CaseContext, caller: Caller, id: string): Promise<Diagram> {
  const { row, matter } = await readableCase(context, caller, id)
  const [xml, activity] = await Promise.all([
    context.engine.definitions.xml(caller.tenantId, matter.definitionId),
    context.engine.instances.activity(caller.tenantId, row.instance_id),
  ])
  return {
    xml: labelled(xml, matter.elements),
    active: activity.active,
    completed: activity.completed,
    incidents: activity.incidents.map(({ elementId }) => elementId),
  }
}

/** Tasks that get their names from variables are drawn with the name of their step. */
const labelled = (xml: string, elements: Readonly<Record<string, string>>): string =>
  xml.replace(/<\w+:userTask [^>]*>/g, (tag) => {
    const name = /\sname="(?:=|[^"]*\$\{)[^"]*"/
    const id = /\sid="([^"]*)"/.exec(tag)?.[1] ?? ''
    return elements[id] === undefined ? tag : tag.replace(name, () => ` name="${attribute(elements[id]!)}"`)
  })

const attribute = (text: string): string => text.replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
