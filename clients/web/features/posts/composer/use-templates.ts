/** `useTemplates` and `useTemplateDeeds`: the organisation's starting points, and what is done to them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { NewTemplate } from '../../../app/api.ts'
import { useParley } from '../../../app/parley.ts'

const KEY = ['templates.list']

export function useTemplates() {
  const { api } = useParley()
  return useQuery({ queryKey: KEY, queryFn: async () => (await api.templates.list.query()).items })
}

export function useTemplateDeeds() {
  const { templates } = useParley().api
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: KEY })
  const save = useMutation({
    mutationFn: async (template: NewTemplate) => (await templates.save.mutate(template)).template,
    onSettled,
  })
  const rename = useMutation({
    mutationFn: (input: { templateId: string; name: string }) => templates.rename.mutate(input),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (templateId: string) => templates.remove.mutate({ templateId }),
    onSettled,
  })
  return { save, rename, remove }
}
