import { Select } from 'antd'
import { useState } from 'react'
import { phrasePaths, type OfferedPhrases, type OrganPhrases } from '../../api/phrases.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import '../account/account.css'
import { PhraseEditor } from './phrase-editor.tsx'

/** Phrases for opinions 常用语: one's own, and those of the units that one keeps them for. */
export function Component() {
  const { rights } = useSession()
  useTitle('常用语')
  const { data, error, loading, reload } = useResource<OfferedPhrases>(phrasePaths.offered)
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page account">
      <div className="page-head">
        <h1>常用语</h1>
      </div>
      <PhraseEditor
        title="我的常用语"
        hint="在各个意见栏下方显示,只有您自己能看到。也可以在填写意见时点“存为常用语”。"
        path={phrasePaths.offered}
        list={data.own}
        onSaved={reload}
      />
      {rights.includes('phrase:keep') && <UnitPhrases />}
    </div>
  )
}

function UnitPhrases() {
  const { data: organs } = useResource<{ items: { organId: string; organName: string }[] }>(phrasePaths.organs)
  const [chosen, setChosen] = useState<string | null>(null)
  const organId = chosen ?? organs?.items[0]?.organId ?? null
  const path = organId === null ? null : phrasePaths.ofOrgan(organId)
  const { data, error, reload } = useResource<OrganPhrases>(path)
  if (!organs || organId === null) return null
  return (
    <>
      {organs.items.length > 1 && (
        <div className="gap-below gap-above">
          <label htmlFor="phrase-organ" className="block-label">
            单位
          </label>
          <Select
            id="phrase-organ"
            className="full"
            showSearch
            optionFilterProp="label"
            value={organId}
            onChange={setChosen}
            options={organs.items.map((one) => ({ value: one.organId, label: one.organName }))}
          />
        </div>
      )}
      {error && !data && <ErrorResult error={error} onRetry={reload} />}
      {data && (
        <PhraseEditor
          key={organId}
          title={`${data.organName}常用语`}
          hint="向本单位全体人员提供,修改写入监察日志。"
          path={path!}
          list={data}
          onSaved={reload}
        />
      )}
    </>
  )
}
