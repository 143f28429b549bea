import { createElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { App, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { DecisionDesigner } from '../../src/decision/index.tsx'
import { untranslatedDecision } from '../../src/decision/editor.ts'
import { untranslated } from '../../src/process/canvas/translate.ts'
import { ProcessDesigner, type Known, type ProcessDraft } from '../../src/process/index.tsx'

/* A page with the designers alone, for tests and benchmarks in a real browser. */

export interface DesignerPage {
  openProcess(draft: ProcessDraft, known: Known): void
  openDecision(xml: string): void
  /** Nothing is shown any more. */
  close(): void
  draft(): ProcessDraft
  decision(): string
  untranslated(): string[]
}

declare global {
  interface Window {
    page: DesignerPage
  }
}

const root = createRoot(document.getElementById('root')!)
/** What the designers have handed out last. */
const current: { draft: ProcessDraft; decision: string } = { draft: { xml: '', matter: {} }, decision: '' }
let opened = 0

function Process({ first, known }: { first: ProcessDraft; known: Known }) {
  const [value, setValue] = useState(first)
  useEffect(() => {
    current.draft = value
  }, [value])
  return createElement(ProcessDesigner, { value, onChange: setValue, known })
}

function Decision({ first }: { first: string }) {
  const [value, setValue] = useState(first)
  useEffect(() => {
    current.decision = value
  }, [value])
  return createElement(DecisionDesigner, { value, onChange: setValue })
}

const show = (content: React.ReactNode) =>
  root.render(
    createElement(
      ConfigProvider,
      { locale: zhCN },
      createElement(App, null, createElement('div', { key: ++opened, style: { height: '100vh' } }, content)),
    ),
  )

window.page = {
  openProcess(first, known) {
    current.draft = first
    show(createElement(Process, { first, known }))
  },
  openDecision(first) {
    current.decision = first
    show(createElement(Decision, { first }))
  },
  close: () => root.render(null),
  draft: () => current.draft,
  decision: () => current.decision,
  untranslated: () => [...untranslated, ...untranslatedDecision],
}
