// Resolves every component of the package, converts it to the form that the Metadata API takes, and says what was found.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ComponentSet, MetadataConverter } from "@salesforce/source-deploy-retrieve";

const source = join(dirname(fileURLToPath(import.meta.url)), "..", "force-app");
const found = ComponentSet.fromSource(source);
const components = found.getSourceComponents().toArray();
const target = await mkdtemp(join(tmpdir(), "package-"));
try {
    const { packagePath } = await new MetadataConverter().convert(found, "metadata", {
        type: "directory",
        outputDirectory: target,
        packageName: "switchyard"
    });
    const manifest = await readFile(join(packagePath, "package.xml"), "utf8");
    const byType = {};
    for (const component of components) {
        (byType[component.type.name] ??= []).push(component.fullName);
        for (const child of component.getChildren()) {
            (byType[child.type.name] ??= []).push(child.fullName);
        }
    }
    const unresolved = Object.entries(byType).flatMap(([type, names]) =>
        names.filter((name) => !manifest.includes(`<members>${name}</members>`)).map((name) => `${type} ${name}`)
    );
    console.log(JSON.stringify({ components: byType, unresolved }, null, 1));
    process.exitCode = unresolved.length ? 1 : 0;
} finally {
    await rm(target, { recursive: true, force: true });
}
