package dev.penstock;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** The plan of the house, held by the build. */
@AnalyzeClasses(packages = "dev.penstock", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.penstock.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule engineKnowsNoConnector =
      noClasses()
          .that()
          .resideInAPackage("dev.penstock.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.penstock.source.*..",
              "dev.penstock.destination.*..",
              "dev.penstock.storage..",
              "dev.penstock.parquet..",
              "dev.penstock.audit.*..",
              "dev.penstock.workbook..",
              "dev.penstock.cli..");

  @ArchTest
  static final ArchRule implementationsDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("dev.penstock.source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.penstock.destination..", "dev.penstock.storage..", "dev.penstock.parquet..");

  @ArchTest
  static final ArchRule databasesDoNotKnowWebApis =
      noClasses()
          .that()
          .resideInAPackage("dev.penstock.source.jdbc..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.penstock.source.rest..");

  @ArchTest
  static final ArchRule webApisDoNotKnowDatabases =
      noClasses()
          .that()
          .resideInAPackage("dev.penstock.source.rest..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.penstock.source.jdbc..");

  @ArchTest
  static final ArchRule parquetKnowsNoJobAndNoStorage =
      noClasses()
          .that()
          .resideInAPackage("dev.penstock.parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.penstock.job..", "dev.penstock.storage..", "dev.penstock.destination..");

  @ArchTest
  static final ArchRule onlyAppSeesEveryRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.penstock.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.penstock.app..");

  @ArchTest
  static final ArchRule onlyCliPrints =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.penstock.cli..", "dev.penstock.app..")
          .should(accessField(System.class, Set.of("out", "err")));

  @ArchTest
  static final ArchRule onlyAppExits =
      noClasses()
          .that(resideOutsideOfPackages("dev.penstock.app.."))
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class);

  @ArchTest
  static final ArchRule sqlStaysWhereJdbcLives =
      noClasses()
          .that(resideOutsideOfPackages("dev.penstock.source.jdbc.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."));

  @ArchTest
  static final ArchRule environmentIsReadInOnePlace =
      noClasses()
          .that(resideOutsideOfPackages("dev.penstock.secret.env..", "dev.penstock.app.."))
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule noOldDates =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "dev.penstock.source.jdbc..",
                  "dev.penstock.workbook..",
                  // Certificates tell their end by nothing else.
                  "dev.penstock.doctor.."))
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Date");

  private static ArchCondition<JavaClass> accessField(Class<?> owner, Set<String> names) {
    return new ArchCondition<>("access " + owner.getSimpleName() + "." + names) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaAccess<?> access : item.getFieldAccessesFromSelf()) {
          boolean found =
              access.getTargetOwner().isEquivalentTo(owner) && names.contains(access.getName());
          events.add(new SimpleConditionEvent(access, found, access.getDescription()));
        }
      }
    };
  }
}
