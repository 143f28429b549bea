import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { asApiError } from '../api/api-error.ts'
import { MAX_PHRASES, MAX_PHRASE_CHARS, phraseApi, phrasePaths, type OfferedPhrases } from '../api/phrases.ts'
import type { TaskAction } from '../api/tasks.ts'
import { useResource } from '../hooks/use-resource.ts'
import { useSession } from '../session.tsx'
import { phrasesFor, withPhrase } from './phrases.ts'

/** As many stand as buttons; the rest is found in a list. */
const MAX_BUTTONS = 6

interface Props {
  /** What the opinion goes with. */
  kind: TaskAction['kind']
  /** What is written so far; null: the phrase goes to several. */
  value: string | null
  /** @param change of what is written */
  onPick: (change: (written: string) => string) => void
  disabled?: boolean
}

/** Ready-made words 常用语 below the field of an opinion: the person's own, those of his unit, those of everybody. */
export function PhrasePicker({ kind, value, onPick, disabled = false }: Props) {
  const isStaff = useSession().user.kind === 'staff'
  const { data, reload } = useResource<OfferedPhrases>(isStaff ? phrasePaths.offered : null)
  if (!isStaff) return null
  const groups = phrasesFor(kind, data)
  const all = groups.flatMap(({ texts }) => texts)
  const pick = (phrase: string) => onPick((written) => withPhrase(written, phrase))
  return (
    <div className="phrases" role="group" aria-label="常用语">
      {all.slice(0, MAX_BUTTONS).map((phrase) => (
        <Button key={phrase} size="small" className="phrase" title={phrase} disabled={disabled} onClick={() => pick(phrase)}>
          <span className="phrase-text">{phrase}</span>
        </Button>
      ))}
      {all.length > MAX_BUTTONS && (
        <Select<string>
          size="small"
          showSearch
          className="more-phrases"
          value={null}
          placeholder={`全部 ${all.length} 条`}
          aria-label="查找常用语"
          popupMatchSelectWidth={360}
          disabled={disabled}
          options={groups.map(({ from, texts }) => ({ label: from, options: texts.map((text) => ({ value: text, label: text })) }))}
          onSelect={pick}
        />
      )}
      {value !== null && data && <KeepPhrase offered={data} kind={kind} value={value.trim()} onKept={reload} />}
    </div>
  )
}

/** What was just typed becomes a phrase of one's own. */
function KeepPhrase({
  offered: { own },
  kind,
  value,
  onKept,
}: {
  offered: OfferedPhrases
  kind: TaskAction['kind']
  value: string
  onKept: () => void
}) {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const isNew = value !== '' && value.length <= MAX_PHRASE_CHARS && !own.items.some(({ text }) => text === value)
  if (!isNew || own.items.length >= MAX_PHRASES) return null
  const keep = async () => {
    setBusy(true)
    try {
      await phraseApi.change(phrasePaths.offered, { ...own, items: [{ text: value, kind }, ...own.items] })
      message.success('已存为我的常用语')
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
    } finally {
      setBusy(false)
      onKept()
    }
  }
  return (
    <Button size="small" type="link" loading={busy} onClick={() => void keep()} data-testid="keep-phrase">
      存为常用语
    </Button>
  )
}
