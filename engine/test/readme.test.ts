import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { parseDefinitions } from '../src/index.ts'
import { NODE_COMPILERS } from '../src/model/compile/index.ts'
import { DEFAULT_TENANT } from '../src/rest/index.ts'
import { aProcess } from '../src/testing/index.ts'
import { restServer } from './rest-server.ts'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const section = (title: string): string => readme.split(/^## /m).find((part) => part.startsWith(title))!
const snippetOf = (title: string): string => /```js\n([\s\S]*?)```/.exec(section(title))![1]!
const namesIn = (text: string): string[] => [...text.matchAll(/`([\w:]+)`/g)].map(([, name]) => name!)

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Runs a snippet as a reader would, in the engine's folder. */
function run(code: string) {
  const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', '--input-type=module', '--eval', code], {
    cwd: FOLDER,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanups.push(() => child.kill('SIGKILL'))
  return child
}

describe('the README', () => {
  test('embedding in ten lines does what it says', async () => {
    const child = run(snippetOf('Embedding'))
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
    expect({ output, errors }).toEqual({ output: "Decide on 3 days [ 'Task_Notify' ]\n", errors: '' })
  })

  test('the worker completes the task of the example', async () => {
    // given
    const server = await restServer()
    cleanups.push(() => server.close())
    await server.deploy(readFileSync(new URL('../examples/leave.bpmn', import.meta.url), 'utf8'))
    const [tenantId, actor] = [DEFAULT_TENANT, { userId: 'li' }]
    const { instanceId } = await server.engine.start({ tenantId, definitionKey: 'leave', variables: { days: 3 }, actor })
    const {
      items: [task],
    } = await server.engine.tasks.list({ tenantId, instanceId, limit: 1 })
    await server.engine.completeTask({ tenantId, taskId: task!.id, variables: { approved: true }, actor })
    // when
    const child = run(snippetOf('Workers').replace('http://127.0.0.1:8081/engine-rest', server.baseUrl))
    const lines = createInterface(child.stdout)
    let output = ''
    while (!output.includes('notified')) output += ((await once(lines, 'line')) as [string])[0]
    // then
    expect(output).toContain('notified for 3 days')
    expect((await server.engine.instances.get(tenantId, instanceId))!.status).toBe('completed')
  })

  test('names every element that is executed', () => {
    const told = new Set(namesIn(section('What is executed')))
    expect([...NODE_COMPILERS.keys()].map((name) => name.replace('bpmn:', '')).filter((name) => !told.has(name))).toEqual([])
  })

  const refused = section('What is refused').split('Without effect')[0]!
  const model = (xml: string) => parseDefinitions(aProcess('p').startEvent('Start').task('A').endEvent('End').raw(xml).toXml())
  const xmlOf = (name: string): string => {
    if (name === 'camunda:connector')
      return `<bpmn:serviceTask id="X"><bpmn:extensionElements><${name}/></bpmn:extensionElements></bpmn:serviceTask>`
    if (/^camunda:(class|delegateExpression)$/.test(name)) return `<bpmn:serviceTask id="X" ${name}="a"/>`
    if (name.startsWith('camunda:')) return `<bpmn:callActivity id="X" calledElement="b" ${name}="a"/>`
    return `<bpmn:${name} id="X"/>`
  }
  test.each(namesIn(refused))('%s is refused by its name', (name) => {
    const result = model(xmlOf(name))
    const messages = result.ok
      ? []
      : result.problems.filter(({ elementId, line }) => elementId === 'X' && line !== null).map(({ message }) => message)
    expect(
      messages.filter((message) => message.includes(name)),
      JSON.stringify(result),
    ).not.toEqual([])
  })
})
