import { machine } from '@lianban/storage/bench'
import { largeModel } from './block-xml.js'
import { hasChromium, servePage } from './serve-page.js'

/* npm run bench -- designer: what README.md says. */

const NODES = 300
const ROUNDS = 15

const load = async (path: string): Promise<unknown> => import(new URL(`../../dist/process/${path}.js`, import.meta.url).href)
const { readXml, writeXml } = (await load('model/moddle')) as typeof import('../dist/process/model/moddle.js')
const { readTree } = (await load('tree/read-tree')) as typeof import('../dist/process/tree/read-tree.js')
const { itemsIn } = (await load('tree/tree')) as typeof import('../dist/process/tree/tree.js')
const { layoutScope } = (await load('layout/block-layout')) as typeof import('../dist/process/layout/block-layout.js')
const { drawDiagram } = (await load('layout/draw-diagram')) as typeof import('../dist/process/layout/draw-diagram.js')
const { editTree } = (await load('edit-draft')) as typeof import('../dist/process/edit-draft.js')
const { insertNew } = (await load('tree/edit-tree')) as typeof import('../dist/process/tree/edit-tree.js')

const lines: [string, number][] = []
async function measure(name: string, work: () => unknown): Promise<void> {
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now()
    await work()
    taken.push(performance.now() - begin)
  }
  lines.push([name, taken.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!])
}

const xml = largeModel(NODES)
const definitions = await readXml(xml)
const tree = readTree(definitions)!
const nodes = [...itemsIn(tree.scope)].reduce((sum, { join }) => sum + (join ? 2 : 1), 0)
await measure('the tree of the model', () => readTree(definitions))
await measure('layout of the tree', () => layoutScope(tree.scope))
await measure('one step put in: read, changed, drawn, written', () =>
  editTree({ xml, matter: { tasks: {}, steps: [] } }, (one) => ({
    select: insertNew(one, { after: one.scope.main[1]!.id }, 'userTask').id,
  })),
)

drawDiagram(tree)
if (hasChromium) await inBrowser(await writeXml(definitions))

console.log(`${machine()}\n\n## designer: ${nodes} nodes, median of ${ROUNDS}\n`)
for (const [name, ms] of lines) console.log(`${name.padEnd(70)} ${ms.toFixed(1).padStart(8)} ms`)

async function inBrowser(drawn: string): Promise<void> {
  const { page, close } = await servePage()
  const known = { organs: [], posts: [{ key: 'handler', name: '承办人' }], forms: [], documents: [], decisions: [] }
  const last = tree.scope.main.at(-1)!.id
  const open = () =>
    page.evaluate(
      async (draft, all, id) => {
        // The diagram of the round before is still there for a moment.
        const drawn = () => document.querySelector(`[data-element-id="${id}"]`)
        const before = drawn()
        window.page.openProcess(draft, all)
        while (!drawn() || drawn() === before) await new Promise(requestAnimationFrame)
      },
      { xml: drawn, matter: { tasks: {}, steps: [] } },
      known,
      last,
    )
  const view = (name: string, selector: string) =>
    page.evaluate(
      async (text, wanted) => {
        const all = [...document.querySelectorAll<HTMLElement>('.ant-segmented-item-label')]
        all.find((one) => one.textContent === text)!.click()
        while (!document.querySelector(wanted)) await new Promise(requestAnimationFrame)
      },
      name,
      selector,
    )
  try {
    await measure('Chromium: the diagram opened, until its end is drawn', open)
    await measure('Chromium: from the diagram to the tree and back', async () => {
      await view('流程树', `[data-node="${last}"]`)
      await view('流程图', `[data-element-id="${last}"]`)
    })
    await view('流程树', `[data-node="${last}"]`)
    await measure('Chromium: a step pasted in the tree, until it has the focus', () =>
      page.evaluate(async () => {
        const node = document.querySelectorAll<HTMLElement>('[data-node]')[1]!
        node.focus()
        const press = (key: string) => node.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true }))
        press('c')
        await new Promise(requestAnimationFrame)
        press('v')
        while (document.activeElement === node) await new Promise(requestAnimationFrame)
      }),
    )
  } finally {
    await close()
  }
}
