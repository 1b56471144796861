import { expectTypeOf, test } from "vitest";
import type * as contract from "../../src/api/contract/index.ts";
import type * as ports from "../../src/api/index.ts";

/** Each may stand in the other's place. The compiler checks it; at run time there is nothing to see. */
type Agree<One, Other> = [One, Other] extends [Other, One] ? true : false;

/** Metadata of a metric is any object to the port, and a map in JSON. */
type Flat<T> = Omit<T, "featureSetsDetails">;

/** Series are made one after another, and are a list in JSON. */
type Listed = Omit<ports.MetricResultJson, "result"> & {
  readonly result: readonly (Omit<ports.MetricResultJson["result"][number], "data"> & {
    readonly data: readonly ports.MetricSeriesJson[];
  })[];
};

test("the contract holds the shapes of the ports", () => {
  expectTypeOf<Agree<contract.Entity, ports.EntityJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.EntityType, ports.EntityTypeJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.EntityChange, ports.EntityChangeJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.CustomDevice, ports.CustomDeviceJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Tag, ports.TagJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.MetricDescriptor, ports.MetricDescriptorJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.MetricData, Listed>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.ExtensionVersion, ports.ExtensionVersionJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Flat<contract.Extension>, Flat<ports.ExtensionJson>>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Finding, ports.FindingJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Configuration, ports.ConfigurationJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.ConfigurationVersion, ports.ConfigurationVersionJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Created, ports.CreatedJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Violation, ports.Violation>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Credential, ports.CredentialJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.OnboardingRequest, ports.OnboardingRequest>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.OnboardingDevice, ports.OnboardingDevice>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.OnboardingJob, ports.OnboardingJob>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.PreviewRequest, ports.PreviewRequest>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Preview, ports.PreviewJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.ExtensionOverview, ports.ExtensionOverviewJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.MibObject, ports.MibObjectJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Recording, ports.RecordingJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Device, ports.DeviceJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.ServiceStatus, ports.ServiceJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.Event, ports.EventJson>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<contract.LiveEvent, ports.LiveEvent>>().toEqualTypeOf<true>();
});
