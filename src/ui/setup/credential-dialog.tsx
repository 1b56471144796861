import { Modal } from "@mantine/core";
import type { Credential } from "../../api/contract/index.ts";
import { CredentialEditor } from "./credential-editor.tsx";

export interface CredentialDialogProps {
  /** Undefined: closed. `new`: one that is not there yet. */
  readonly open:
    | { readonly credential: Credential | "new"; readonly suspects?: readonly string[] | undefined }
    | undefined;
  readonly taken: readonly string[];
  readonly saveLabel?: string | undefined;
  readonly onSaved: (credential: Credential) => void;
  readonly onClose: () => void;
}

export function CredentialDialog({ open, taken, saveLabel, onSaved, onClose }: CredentialDialogProps) {
  const credential = open?.credential === "new" ? undefined : open?.credential;
  return (
    <Modal
      opened={open !== undefined}
      onClose={onClose}
      size="lg"
      title={credential === undefined ? "New credential" : `Credential ${credential.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {open === undefined ? null : (
        <CredentialEditor
          credential={credential}
          taken={taken}
          suspects={open.suspects}
          saveLabel={saveLabel}
          onSaved={onSaved}
          onCancel={onClose}
        />
      )}
    </Modal>
  );
}
