import { escapeHtml } from '../documents/escape-html.ts'
import { isMade } from '../packages/step-names.ts'
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

/** Begin tags of user tasks, and the attributes of a tag; a value in quotes may hold `>` and the other quote. */
const TASK_TAG = /<(?:[\w.-]+:)?userTask(?=[\s/>])(?:"[^"]*"|'[^']*'|[^"'>])*>/g
const ATTRIBUTE = /(\s)([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g

/** Tasks that get their names from variables are drawn with the name of their step. The rest of the model stays as it was written. */
export const labelled = (xml: string, elements: Readonly<Record<string, string>>): string =>
  xml.replace(TASK_TAG, (tag) => {
    const valueOf = new Map([...tag.matchAll(ATTRIBUTE)].map(([, , key, quoted]) => [key, quoted!.slice(1, -1)]))
    const name = elements[valueOf.get('id') ?? '']
    if (name === undefined || !isMade(valueOf.get('name'))) return tag
    return tag.replace(ATTRIBUTE, (whole, space: string, key: string) => (key === 'name' ? `${space}name="${escapeHtml(name)}"` : whole))
  })
