import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { studioPaths, type ExtensionProject } from '../../api/studio.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { NewDraftDialog } from './new-draft-dialog.tsx'

const STATE_TEXTS: Record<ExtensionProject['state'], string> = { free: '未接入', draft: '编制中', published: '已发布' }

/** The extension projects of the county's plan: a department brings its own procedure into one of them. */
export function ExtensionProjects({ mayEdit }: { mayEdit: boolean }) {
  const { data, error, reload } = useResource<{ items: ExtensionProject[] }>(studioPaths.projects)
  const [chosen, setChosen] = useState<ExtensionProject | null>(null)
  if (error && !data) return <ErrorResult error={error} onRetry={reload} />
  const items = data?.items ?? []
  const begun = items.filter(({ state }) => state !== 'free').length
  return (
    <section className="gap-above" aria-label="扩展项目">
      <div className="page-head">
        <h2>扩展项目</h2>
        <span className="quiet">
          共 {items.length} 个,已接入 {begun} 个。由部门从模板开始编制自己的流程
        </span>
      </div>
      <ul className="plain studio-projects">
        {items.map((project) => (
          <li key={project.no} className="studio-project">
            <span className="number quiet">{project.no}</span>
            <span className="grow">{project.name ?? <span className="quiet">名称待定</span>}</span>
            <span className="quiet">{STATE_TEXTS[project.state]}</span>
            {project.draftId && <Link to={`/studio/drafts/${project.draftId}`}>打开</Link>}
            {project.state === 'free' && mayEdit && (
              <Button size="small" onClick={() => setChosen(project)} aria-label={`接入扩展项目 ${project.no}`}>
                接入
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen && <NewDraftDialog packages={[]} project={chosen} onClose={() => setChosen(null)} />}
    </section>
  )
}
