/** Posts from a table: the file is dropped, every line is looked at, and only then they are made. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, FileUp } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { Link } from 'wouter'
import { useParley } from '../../../app/parley.ts'
import type { CsvRow } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { CALENDAR_PATH, postPath } from '../../../app/routes.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { ScreenHeader } from '../../../ui/screen-header.tsx'
import { useZone } from '../view-choice.ts'
import { ZonePicker } from '../zone-picker.tsx'

interface Chosen {
  readonly name: string
  readonly csv: string
}

export function ImportScreen() {
  const { api } = useParley()
  const queries = useQueryClient()
  const lens = useZone()
  const [zone, setZone] = useState(lens)
  const [file, setFile] = useState<Chosen | null>(null)
  const look = useMutation({
    mutationFn: ({ csv, timeZone }: { csv: string; timeZone: string }) =>
      api.posts.importCsv.mutate({ csv, timeZone, dryRun: true }),
  })
  const make = useMutation({
    mutationFn: (csv: string) => api.posts.importCsv.mutate({ csv, timeZone: zone }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['posts.calendar'] })
      void queries.invalidateQueries({ queryKey: ['posts.list'] })
    },
  })
  const begin = (chosen: Chosen, timeZone: string) => {
    setFile(chosen)
    setZone(timeZone)
    make.reset()
    look.mutate({ csv: chosen.csv, timeZone })
  }
  const rows = make.data?.rows ?? look.data?.rows ?? null
  const good = rows?.filter(({ ok }) => ok).length ?? 0
  const error = make.error ?? look.error
  return (
    <section aria-label="Import" className="flex h-full min-h-0 flex-col">
      <ScreenHeader
        title="Import"
        detail="Posts from a table"
        back={{ href: CALENDAR_PATH, label: 'Back to the calendar' }}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl space-y-5 px-4 py-6 md:px-8">
          <DropZone
            name={file?.name ?? null}
            onFile={async (chosen) => begin({ name: chosen.name, csv: await chosen.text() }, zone)}
          />
          <div className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
            Times in it are those of
            <ZonePicker
              label="Time zone of the table"
              value={zone}
              at={new Date().toISOString()}
              onChange={(next) => (file ? begin(file, next) : setZone(next))}
            />
          </div>
          {error && (
            <p role="alert" className="text-danger">
              {errorText(error)}
            </p>
          )}
          {rows && <RowTable rows={rows} />}
          {rows && !make.isSuccess && file && (
            <div className="flex items-center gap-3">
              <Button
                look="primary"
                disabled={good === 0}
                busy={make.isPending}
                onClick={() => make.mutate(file.csv)}
              >
                {good === 1 ? 'Make one post' : `Make ${good.toLocaleString()} posts`}
              </Button>
              {good < rows.length && (
                <p className="text-sm text-ink-soft">
                  {(rows.length - good).toLocaleString()} with problems are left out.
                </p>
              )}
            </div>
          )}
          {make.isSuccess && (
            <p
              role="status"
              className="flex flex-wrap items-center gap-x-3 rounded-2xl bg-leaf-wash px-4 py-3.5 font-medium text-leaf"
            >
              {good === 1 ? 'One post is made.' : `${good.toLocaleString()} posts are made.`}
              <Link href={CALENDAR_PATH} className="underline">
                To the calendar
              </Link>
            </p>
          )}
        </div>
      </div>
    </section>
  )
}

const EXAMPLE = `text,date,time,accounts,tags,media
"We open on Monday.",2026-12-07,09:00,x:northwind|linkedin:northwind,opening,
"A draft without a time",,,,idea,`

function DropZone({ name, onFile }: { name: string | null; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <div>
      <button
        type="button"
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes(
          'flex w-full flex-col items-center gap-2 rounded-2xl border-2 border-dashed px-6 py-9 text-ink-soft transition-colors',
          isOver ? 'border-accent bg-accent-wash' : 'border-line-strong hover:bg-wash',
        )}
      >
        <FileUp size={24} className="text-accent" aria-hidden="true" />
        <span className="font-medium text-ink">{name ?? 'Drop a CSV file here, or choose one'}</span>
        <span className="text-sm">Nothing is made before you have seen what becomes of each line.</span>
      </button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        aria-label="CSV file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
      <details className="mt-3 text-sm text-ink-faint">
        <summary className="inline rounded hover:text-ink">What such a file looks like</summary>
        <pre className="mt-2 overflow-x-auto rounded-xl bg-wash p-3 font-mono text-xs text-ink-soft">
          {EXAMPLE}
        </pre>
        <p className="mt-2">
          Several accounts, tags or files stand side by side with | between. A line without a date becomes a
          draft. The same file again makes nothing twice.
        </p>
      </details>
    </div>
  )
}

function RowTable({ rows }: { rows: readonly CsvRow[] }) {
  return (
    <div className="max-h-[28rem] overflow-y-auto rounded-2xl bg-raised shadow-sheet">
      <table className="w-full text-left text-sm">
        <thead className="sticky top-0 bg-raised text-xs text-ink-faint">
          <tr>
            <th className="px-4 py-2 font-medium">Line</th>
            <th className="px-2 py-2 font-medium">What becomes of it</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ line, ok, postId, problems }) => (
            <tr key={line}>
              <td className="px-4 py-2 align-top text-ink-faint tabular-nums">{line}</td>
              <td className="px-2 py-2">
                <span className="flex items-start gap-2">
                  {ok ? (
                    <CircleCheck size={16} className="mt-0.5 shrink-0 text-leaf" aria-hidden="true" />
                  ) : (
                    <CircleAlert size={16} className="mt-0.5 shrink-0 text-danger" aria-hidden="true" />
                  )}
                  <span className="min-w-0">
                    {postId ? (
                      <Link href={postPath(postId)} className="font-medium text-accent hover:underline">
                        The post
                      </Link>
                    ) : (
                      ok && 'Becomes a post'
                    )}
                    {problems.map((problem) => (
                      <span key={problem} className={classes('block', ok ? 'text-ink-soft' : 'text-danger')}>
                        {problem}
                      </span>
                    ))}
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
