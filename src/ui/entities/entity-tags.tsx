import { ActionIcon, Badge, Group, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Entity, Tag } from "../../api/contract/index.ts";
import { post, remove } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { isOwn, type NewTag, parseTag } from "./tag-text.ts";

/** The tags of an entity; who may changes them. */
export function EntityTags({ entity, canAdd }: { readonly entity: Entity; readonly canAdd: boolean }) {
  const { can } = useSession();
  const mayWrite = can("entities.write");
  const { add, take, failure } = useTagChanges(entity);
  const tags = entity.tags ?? [];
  return (
    <>
      <Group gap={6} mih={28}>
        {tags.map((tag) => (
          <OneTag
            key={tag.stringRepresentation}
            tag={tag}
            onRemove={mayWrite && isOwn(tag) ? take : undefined}
          />
        ))}
        {tags.length === 0 && !canAdd ? (
          <Text size="sm" c="dimmed">
            No tags
          </Text>
        ) : null}
        {canAdd ? <NewTagField onAdd={add} mayWrite={mayWrite} /> : null}
      </Group>
      {failure === null ? null : <Notice failure={failure} />}
    </>
  );
}

function useTagChanges({ entityId }: Entity) {
  const client = useQueryClient();
  // Also of entities that were not seen for a while.
  const query = { entitySelector: `entityId("${entityId}")`, from: "0" };
  const onSuccess = () => client.invalidateQueries({ queryKey: ["entity", entityId] });
  const adding = useMutation({
    mutationFn: (tag: NewTag) => post("/api/v2/tags", { tags: [tag] }, { query }),
    onSuccess,
  });
  const taking = useMutation({
    mutationFn: ({ key, value }: Tag) => remove("/api/v2/tags", { query: { ...query, key, value } }),
    onSuccess,
  });
  return { add: adding.mutate, take: taking.mutate, failure: adding.error ?? taking.error };
}

function OneTag({
  tag,
  onRemove,
}: {
  readonly tag: Tag;
  readonly onRemove: ((tag: Tag) => void) | undefined;
}) {
  const text = tag.stringRepresentation;
  return (
    <Badge
      color="gray"
      size="lg"
      rightSection={
        onRemove === undefined ? null : (
          <ActionIcon
            size={16}
            variant="transparent"
            color="gray"
            c="inherit"
            aria-label={`Remove tag ${text}`}
            onClick={() => onRemove(tag)}
          >
            <IconX size={12} />
          </ActionIcon>
        )
      }
    >
      {text}
    </Badge>
  );
}

function NewTagField({
  onAdd,
  mayWrite,
}: {
  readonly onAdd: (tag: NewTag) => void;
  readonly mayWrite: boolean;
}) {
  const [text, setText] = useState("");
  const tag = parseTag(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (tag === undefined) return;
    onAdd(tag);
    setText("");
  };
  return (
    <Tooltip label="Sign in as somebody who may change entities (entities.write)" disabled={mayWrite}>
      <form onSubmit={submit}>
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Add tag, as site:b4"
          aria-label="New tag"
          disabled={!mayWrite}
          maxLength={500}
          w={170}
          rightSection={
            <ActionIcon
              type="submit"
              size="sm"
              aria-label="Add tag"
              disabled={!mayWrite || tag === undefined}
            >
              <IconPlus size={14} />
            </ActionIcon>
          }
        />
      </form>
    </Tooltip>
  );
}
